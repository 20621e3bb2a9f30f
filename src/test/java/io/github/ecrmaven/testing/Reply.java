package io.github.ecrmaven.testing;

import java.util.Map;
import java.util.TreeMap;

/** An HTTP response that a stand-in gives, and how: at what speed, and whether it breaks off in the middle. */
record Reply(int status, Map<String, String> headers, Content body, int bytesPerSecond, boolean cut) {
    private static final int NO_ANSWER = 0;

    static Reply of(int status, Content body) {
        return new Reply(status, Map.of("Content-Type", body.mediaType()), body, Integer.MAX_VALUE, false);
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
        return new Reply(status, more, body, bytesPerSecond, cut);
    }

    Reply at(int speed) {
        return new Reply(status, headers, body, speed, cut);
    }

    Reply brokenOff() {
        return new Reply(status, headers, body, bytesPerSecond, true);
    }
}
