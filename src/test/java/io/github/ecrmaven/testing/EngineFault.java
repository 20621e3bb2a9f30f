package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Something that happens to the answer to a pull on its way from the engine. */
public final class EngineFault {
    /** What happens after the words. */
    enum End {
        /** The connection ends. */
        CUT,
        /** Nothing more comes. */
        STALL,
        /** All connections end, and for a while there are no others. */
        RESTART
    }

    private final String words;
    private final End end;
    private final Duration absence;
    private final byte[] answer;

    private EngineFault(String words, End end, Duration absence, byte[] answer) {
        this.words = words;
        this.end = end;
        this.absence = absence;
        this.answer = answer;
    }

    /** The connection ends in the middle of the frame that has these words. */
    public static EngineFault cutAfter(String words) {
        return new EngineFault(words, End.CUT, null, null);
    }

    /** Nothing comes after these words, but the connection stays. */
    public static EngineFault stallAfter(String words) {
        return new EngineFault(words, End.STALL, null, null);
    }

    /** After these words the engine is gone so long, and its connections for good. */
    public static EngineFault restartAfter(String words, Duration absence) {
        return new EngineFault(words, End.RESTART, absence, null);
    }

    /** The engine does not pull, but says this. */
    public static EngineFault stream(String text) {
        var head =
                new Head("HTTP/1.1 200 OK", Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked"));
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        String chunks = (length == 0 ? "" : Integer.toHexString(length) + "\r\n" + text + "\r\n") + "0\r\n\r\n";
        return new EngineFault(
                null,
                null,
                null,
                (new String(head.bytes(), StandardCharsets.UTF_8) + chunks).getBytes(StandardCharsets.UTF_8));
    }

    boolean isAnswer() {
        return answer != null;
    }

    byte[] answer() {
        return answer;
    }

    String words() {
        return words;
    }

    End end() {
        return end;
    }

    Duration absence() {
        return absence;
    }
}
