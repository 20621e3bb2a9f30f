package io.github.ecrmaven.pull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Measures the download speed: that of the last 5 seconds, and that of the whole time in which bytes came. */
final class SpeedMeter {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    /** Over a shorter time, the speed would jump. */
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

    private static final long STEP = Duration.ofMillis(200).toNanos();
    private static final double SECOND = 1e9;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private Sample first = new Sample(0, 0);
    private Sample last = first;

    private record Sample(long time, long bytes) {}

    /** Takes the bytes downloaded so far, and returns the speed in bytes per second; 0 if it is not known yet. */
    long at(long now, long bytes) {
        if (bytes > last.bytes) {
            last = new Sample(now, bytes);
            first = first.bytes == 0 ? last : first;
        }
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
        return speed(oldest, new Sample(now, bytes), SHORTEST);
    }

    /** Returns the speed between the first and the last byte, without the waits before and after; 0 if unknown. */
    long average() {
        return speed(first, last, STEP);
    }

    private static long speed(Sample from, Sample to, long shortest) {
        long time = to.time - from.time;
        return time < shortest ? 0 : Math.round((to.bytes - from.bytes) * SECOND / time);
    }
}
