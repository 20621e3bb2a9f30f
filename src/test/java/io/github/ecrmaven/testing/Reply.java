package io.github.ecrmaven.testing;

import java.util.Map;
import java.util.TreeMap;

/** An HTTP response that a stand-in gives, and how: at what speed, and how it ends. */
record Reply(int status, Map<String, String> headers, Content body, int bytesPerSecond, End end) {
    private static final int NO_ANSWER = 0;

    /** What follows the body, or its first half. */
    enum End {
        /** All of the body comes. */
        WHOLE,
        /** After a half of it the connection ends. */
        CUT,
        /** After a half of it nothing more comes, until the client ends the connection. */
        STALLED
    }

    static Reply of(int status, Content body) {
        return new Reply(status, Map.of("Content-Type", body.mediaType()), body, Integer.MAX_VALUE, End.WHOLE);
    }

    static Reply of(int status, String mediaType, String body) {
        return of(status, new Content(mediaType, body));
    }

    /** No answer at all, but the end of the connection. */
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

    /** No faster than this. */
    Reply at(int speed) {
        return new Reply(status, headers, body, Math.min(speed, bytesPerSecond), end);
    }

    Reply ending(End other) {
        return new Reply(status, headers, body, bytesPerSecond, other);
    }
}
