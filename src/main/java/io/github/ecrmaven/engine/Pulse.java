package io.github.ecrmaven.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When an engine last told something new.
 *
 * @param last the time, as {@link System#nanoTime} has it
 */
record Pulse(AtomicLong last) {
    Pulse() {
        this(new AtomicLong(System.nanoTime()));
    }

    void beat() {
        last.set(System.nanoTime());
    }

    boolean hasStopped(Duration patience) {
        return System.nanoTime() - last.get() >= patience.toNanos();
    }
}
