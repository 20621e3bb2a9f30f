package io.github.ecrmaven.engine;

import java.io.IOException;
import java.time.Duration;

/** A connection was closed because the engine sent nothing new for too long. */
final class EngineSilentException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration silence;

    EngineSilentException(Duration silence) {
        super("no data for " + silence.toSeconds() + " s");
        this.silence = silence;
    }

    Duration silence() {
        return silence;
    }
}
