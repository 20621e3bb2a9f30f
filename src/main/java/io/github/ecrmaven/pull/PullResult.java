package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of an image that a build wanted.
 *
 * @param image as it was wanted
 * @param outcome how it ended
 * @param local what the engine has; null where the image could not be had
 * @param failure why it could not; null where the engine has it
 * @param time since its turn came
 * @param endedAt when it ended
 */
public record PullResult(
        ImageToPull image,
        PullState outcome,
        LocalImage local,
        ExplainedException failure,
        Duration time,
        Instant endedAt) {
    /** What ends now. */
    PullResult(ImageToPull image, PullState outcome, LocalImage local, ExplainedException failure, long begin) {
        this(image, outcome, local, failure, Duration.ofNanos(System.nanoTime() - begin), Instant.now());
    }

    /** Returns the same of an image that another module wanted too. */
    PullResult of(ImageToPull same) {
        return new PullResult(same, outcome, local, failure, time, endedAt);
    }

    /** Returns the digest that the registry knows the image by; empty where the engine kept none. */
    public Optional<String> digest() {
        return local == null
                ? Optional.empty()
                : Optional.ofNullable(image.reference().digest())
                        .or(() -> local.digestIn(image.reference().name()));
    }

    /** Returns the reference by which the same image can be pulled again: by digest, where that is known. */
    public String pullable() {
        return digest().map(digest -> image.reference().name() + "@" + digest)
                .orElse(image.reference().toString());
    }
}
