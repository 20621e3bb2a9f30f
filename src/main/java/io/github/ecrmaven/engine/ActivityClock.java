package io.github.ecrmaven.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the time since an engine last sent something new.
 *
 * @param last when that was, by {@link System#nanoTime}
 */
record ActivityClock(AtomicLong last) {
    ActivityClock() {
        this(new AtomicLong(System.nanoTime()));
    }

    void restart() {
        last.set(System.nanoTime());
    }

    boolean hasReached(Duration timeout) {
        return System.nanoTime() - last.get() >= timeout.toNanos();
    }
}
