package io.github.ecrmaven.testing;

import java.util.Map;
import java.util.TreeMap;

/** An HTTP response of a stand-in, with the speed at which it is sent and the way it ends. */
record Reply(int status, Map<String, String> headers, Content body, int bytesPerSecond, End end) {
    private static final int NO_ANSWER = 0;

    /** How a response ends. */
    enum End {
        /** The whole body is sent. */
        WHOLE,
        /** The connection is closed after half of the body. */
        CUT,
        /** Nothing is sent after half of the body, until the client closes the connection. */
        STALLED
    }

    static Reply of(int status, Content body) {
        return new Reply(status, Map.of("Content-Type", body.mediaType()), body, Integer.MAX_VALUE, End.WHOLE);
    }

    static Reply of(int status, String mediaType, String body) {
        return of(status, new Content(mediaType, body));
    }

    /** Returns a reply that closes the connection without a response. */
    static Reply none() {
        return of(NO_ANSWER, "", "");
    }

    boolean isNone() {
        return status == NO_ANSWER;
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, bytesPerSecond, end);
    }

    Reply with(Content other) {
        return new Reply(status, headers, other, bytesPerSecond, end);
    }

    /** Returns the same reply, sent no faster than this many bytes per second. */
    Reply at(int speed) {
        return new Reply(status, headers, body, Math.min(speed, bytesPerSecond), end);
    }

    Reply ending(End other) {
        return new Reply(status, headers, body, bytesPerSecond, other);
    }
}
