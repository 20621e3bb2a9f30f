package io.github.ecrmaven.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how long an engine has told nothing new.
 *
 * @param last when it last did, as {@link System#nanoTime} has it
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
