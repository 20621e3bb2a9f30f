package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The result for one image.
 *
 * @param image the image
 * @param outcome the final state
 * @param local the image in the engine; null if it could not be pulled
 * @param failure why it could not be pulled; null if the engine has it
 * @param time how long it took, without the wait for other images
 * @param endedAt when it ended
 */
public record PullResult(
        ImageToPull image,
        PullState outcome,
        LocalImage local,
        ExplainedException failure,
        Duration time,
        Instant endedAt) {
    /** Creates a result that ends now. */
    PullResult(ImageToPull image, PullState outcome, LocalImage local, ExplainedException failure, long begin) {
        this(image, outcome, local, failure, Duration.ofNanos(System.nanoTime() - begin), Instant.now());
    }

    /** Returns the same result for the same image of another module. */
    PullResult of(ImageToPull same) {
        return new PullResult(same, outcome, local, failure, time, endedAt);
    }

    /** Returns the digest of the image in the registry; empty if the engine has not stored it. */
    public Optional<String> digest() {
        return local == null
                ? Optional.empty()
                : Optional.ofNullable(image.reference().digest())
                        .or(() -> local.digestIn(image.reference().name()));
    }

    /** Returns a reference to pull exactly this image again: by digest, if that is known. */
    public String pullable() {
        return digest().map(digest -> image.reference().name() + "@" + digest)
                .orElse(image.reference().toString());
    }
}
