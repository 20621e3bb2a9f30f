package io.github.ecrmaven.pull;

import java.util.Locale;

/**
 * A number of bytes as people read it: {@code 312 MB}, {@code 1.4 GB}, {@code 820 kB}.
 *
 * @param count how many
 */
record Bytes(long count) {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    @Override
    public String toString() {
        double number = count;
        int unit = 0;
        // Not 1000 kB, nor 10.0 MB: what counts is the number as it is rounded.
        while (Math.round(number) >= 1000 && unit < UNITS.length - 1) {
            number /= 1000;
            unit++;
        }
        boolean whole = unit == 0 || number >= 9.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", number, UNITS[unit]);
    }
}
