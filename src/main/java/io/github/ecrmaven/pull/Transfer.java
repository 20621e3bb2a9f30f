package io.github.ecrmaven.pull;

import java.time.Duration;
import java.util.Locale;

/**
 * How much came in what time: {@code 12.4 s (312 MB, 25 MB/s)}.
 *
 * @param bytes how many came; of 0 it says nothing
 * @param time how long it took
 */
public record Transfer(long bytes, Duration time) {
    private static final int MINUTE = 60;
    private static final double MILLIS = 1e3;

    @Override
    public String toString() {
        double seconds = time.toMillis() / MILLIS;
        if (bytes == 0) {
            return text(seconds);
        }
        String rate = seconds == 0 ? "" : ", " + new Bytes(Math.round(bytes / seconds)) + "/s";
        return text(seconds) + " (" + new Bytes(bytes) + rate + ")";
    }

    private static String text(double seconds) {
        long whole = Math.round(seconds);
        return whole < MINUTE ? String.format(Locale.ROOT, "%.1f s", seconds) : minutes(whole);
    }

    private static String minutes(long seconds) {
        return seconds / MINUTE + " min " + seconds % MINUTE + " s";
    }

    /** Returns a time for where it is seen running: {@code 12 s}, {@code 1 min 5 s}. */
    static String wholeSeconds(Duration time) {
        return time.toSeconds() < MINUTE ? time.toSeconds() + " s" : minutes(time.toSeconds());
    }
}
