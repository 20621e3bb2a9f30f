package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ExplainedException;
import java.time.Duration;

/**
 * How a run pulls its images.
 *
 * @param offline whether the network is not to be used: what the engine has is taken, what it lacks is an error
 * @param parallelism how many images are pulled at once; at least 1
 * @param retries how many times a pull is tried again that failed by what may pass; at least 0
 * @param failFast whether the first image that cannot be pulled ends the pulls of all others
 * @param stallTimeout how long an engine may be silent that has an image to pull; at least 1 s
 * @param timeout how long the run may last; at least 1 s, or null for as long as it takes
 */
public record PullOptions(
        boolean offline, int parallelism, int retries, boolean failFast, Duration stallTimeout, Duration timeout) {
    /**
     * Refuses what cannot be done.
     *
     * @throws ExplainedException for a number that is too small
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
