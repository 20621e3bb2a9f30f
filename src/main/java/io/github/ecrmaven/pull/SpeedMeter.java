package io.github.ecrmaven.pull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Measures the download speed over the last 5 seconds. */
final class SpeedMeter {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    /** Over a shorter time, the speed would jump. */
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

    private static final long STEP = Duration.ofMillis(200).toNanos();
    private static final double SECOND = 1e9;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long time, long bytes) {}

    /** Takes the bytes downloaded so far, and returns the speed in bytes per second; 0 if it is not known yet. */
    long at(long now, long bytes) {
        if (bytes == 0) {
            // The wait for the first byte does not count.
            samples.clear();
        }
        if (samples.isEmpty() || now - samples.getLast().time >= STEP) {
            samples.addLast(new Sample(now, bytes));
        }
        Sample oldest = samples.removeFirst();
        while (!samples.isEmpty() && now - samples.getFirst().time >= WINDOW) {
            oldest = samples.removeFirst();
        }
        samples.addFirst(oldest);
        long time = now - oldest.time;
        return time < SHORTEST ? 0 : Math.round((bytes - oldest.bytes) * SECOND / time);
    }
}
