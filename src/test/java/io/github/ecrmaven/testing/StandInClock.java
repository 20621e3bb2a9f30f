package io.github.ecrmaven.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system clock with an adjustable offset. */
final class StandInClock implements InstantSource {
    private volatile Duration offset = Duration.ZERO;

    void offset(Duration ahead) {
        offset = ahead;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }
}
