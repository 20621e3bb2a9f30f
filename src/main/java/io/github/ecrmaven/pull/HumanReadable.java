package io.github.ecrmaven.pull;

import java.time.Duration;

/** Formats sizes, durations and speeds for people. */
final class HumanReadable {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final int MINUTE = 60;
    private static final double MILLIS = 1e3;

    private HumanReadable() {}

    /** Returns a number of bytes: {@code 312 MB}, {@code 1.4 GB}, {@code 820 kB}. */
    static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        // The rounded number counts: 999.9 kB is 1.0 MB, and 9.96 MB is 10 MB.
        while (Math.round(number) >= 1000 && unit < UNITS.length - 1) {
            number /= 1000;
            unit++;
        }
        boolean whole = unit == 0 || number >= 9.95;
        return (whole ? Long.toString(Math.round(number)) : oneDecimal(number)) + " " + UNITS[unit];
    }

    /** Returns a number with one digit after the point, without {@code Formatter}, which takes 10 ms to start. */
    static String oneDecimal(double number) {
        return Double.toString(Math.round(number * 10) / 10.0);
    }

    /** Returns a speed: {@code 8.1 MB/s}. */
    static String speed(long bytesPerSecond) {
        return size(bytesPerSecond) + "/s";
    }

    /**
     * Returns the time that an image took, and what was downloaded: {@code 12.4 s (312 MB, 25 MB/s)}; of 0 bytes, the
     * time only.
     *
     * @param bytesPerSecond the speed while bytes came; 0 if unknown
     */
    static String download(long bytes, Duration time, long bytesPerSecond) {
        double seconds = time.toMillis() / MILLIS;
        long rounded = Math.round(seconds);
        String duration = rounded < MINUTE ? oneDecimal(seconds) + " s" : minutes(rounded);
        if (bytes == 0) {
            return duration;
        }
        String speed = bytesPerSecond == 0 ? "" : ", " + speed(bytesPerSecond);
        return duration + " (" + size(bytes) + speed + ")";
    }

    /** Returns a duration in whole seconds: {@code 12 s}, {@code 1 min 5 s}. */
    static String seconds(Duration time) {
        return time.toSeconds() < MINUTE ? time.toSeconds() + " s" : minutes(time.toSeconds());
    }

    private static String minutes(long seconds) {
        return seconds / MINUTE + " min " + seconds % MINUTE + " s";
    }
}
