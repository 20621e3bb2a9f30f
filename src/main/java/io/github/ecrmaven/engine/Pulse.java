package io.github.ecrmaven.engine;

import java.time.Duration;

/** When an engine last told something new. */
final class Pulse {
    private volatile long last = System.nanoTime();

    void beat() {
        last = System.nanoTime();
    }

    boolean hasStopped(Duration patience) {
        return System.nanoTime() - last >= patience.toNanos();
    }
}
