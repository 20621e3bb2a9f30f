package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A fault that an {@link EngineProxy} injects into the engine's response to a pull. */
public final class EngineFault {
    /** What happens after the text that triggers the fault. */
    enum End {
        /** The connection is closed. */
        CUT,
        /** Nothing more is sent. */
        STALL,
        /** All connections are closed, and no new ones are accepted for a while. */
        RESTART
    }

    private final String text;
    private final End end;
    private final Duration downtime;
    private final byte[] answer;

    private EngineFault(String text, End end, Duration downtime, byte[] answer) {
        this.text = text;
        this.end = end;
        this.downtime = downtime;
        this.answer = answer;
    }

    /** Closes the connection after this text, in the middle of a frame. */
    public static EngineFault cutAfter(String text) {
        return new EngineFault(text, End.CUT, null, null);
    }

    /** Sends nothing after this text, and keeps the connection open. */
    public static EngineFault stallAfter(String text) {
        return new EngineFault(text, End.STALL, null, null);
    }

    /** Closes all connections after this text, and accepts new ones again after the downtime. */
    public static EngineFault restartAfter(String text, Duration downtime) {
        return new EngineFault(text, End.RESTART, downtime, null);
    }

    /** Answers with this text as the stream of the pull, without a request to the engine. */
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

    String text() {
        return text;
    }

    End end() {
        return end;
    }

    Duration downtime() {
        return downtime;
    }
}
