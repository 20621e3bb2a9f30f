package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
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
                        .or(() -> local.digestIn(knownAs().name()));
    }

    /**
     * Returns a reference to use exactly this image: by digest, if that is known, in the repository from which the
     * engine has it.
     */
    public String pullable() {
        return digest().map(digest -> knownAs().name() + "@" + digest)
                .orElse(knownAs().toString());
    }

    /** An image with a mirror may be in the engine from its upstream registry. */
    private ImageReference knownAs() {
        return local.digestIn(image.reference().name()).isEmpty()
                        && local.digestIn(image.declared().name()).isPresent()
                ? image.declared()
                : image.reference();
    }
}
