package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ExplainedException;
import java.time.Duration;

/**
 * The options of a run of pulls.
 *
 * @param offline whether Maven is offline: nothing is pulled, and an image that the engine does not have is an error
 * @param parallelism how many images are pulled in parallel; at least 1
 * @param retries how many times a pull is retried after temporary errors; at least 0
 * @param failFast whether the first failed image stops all other pulls
 * @param stallTimeout how long an engine may report nothing during a pull; at least 1 s
 * @param timeout how long the run may take; at least 1 s, or null for no limit
 */
public record PullOptions(
        boolean offline, int parallelism, int retries, boolean failFast, Duration stallTimeout, Duration timeout) {
    /**
     * Checks the numbers.
     *
     * @throws ExplainedException if one is too small
     */
    public PullOptions {
        atLeast(1, parallelism, "parallelism");
        atLeast(0, retries, "retries");
        atLeast(1, stallTimeout.toSeconds(), "stallTimeout");
        if (timeout != null) {
            atLeast(1, timeout.toSeconds(), "timeout");
        }
    }

    private static void atLeast(int least, long value, String parameter) {
        if (value < least) {
            throw ExplainedException.configuration(parameter + " is " + value + ", but must be at least " + least);
        }
    }
}
