package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import java.util.function.UnaryOperator;

/** An {@code <image>} as users write it: a plain reference, or a name with a platform and a pull policy of its own. */
public final class ImageParameter {
    private String name;
    private String platform;
    private String pullPolicy;

    /** Takes the plain form; Maven calls this for {@code <image>reference</image>} and for {@code -Decr.images}. */
    public void set(String reference) {
        name = reference;
    }

    /** Sets the image reference. */
    public void setName(String name) {
        this.name = name;
    }

    /** Sets the platform of this image, such as {@code linux/arm64}. */
    public void setPlatform(String platform) {
        this.platform = platform;
    }

    /** Sets the pull policy of this image: {@code Always}, {@code IfNotPresent} or {@code Never}. */
    public void setPullPolicy(String pullPolicy) {
        this.pullPolicy = pullPolicy;
    }

    /**
     * Returns what is to be pulled.
     *
     * @param defaultPlatform for an image without one of its own; null for the engine's
     * @param defaultPolicy for an image without one of its own; null for the one that suits its tag
     * @param registries that images may be in
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException when this is not an image in ECR; the message is the reason
     */
    ImageToPull toPull(
            String defaultPlatform, String defaultPolicy, Registries registries, UnaryOperator<ImageReference> lock) {
        ImageReference reference = lock.apply(reference());
        String platformText = platform == null ? defaultPlatform : platform;
        String policyText = pullPolicy == null ? defaultPolicy : pullPolicy;
        return new ImageToPull(
                reference,
                registries.registry(reference.registry()),
                platformText == null ? null : Platform.parse(platformText),
                policyText == null ? PullPolicy.defaultFor(reference) : PullPolicy.parse(policyText));
    }

    /**
     * Returns the image.
     *
     * @throws IllegalArgumentException when this is not an image reference; the message is the reason
     */
    ImageReference reference() {
        return ImageReference.parse(name == null ? "" : name);
    }

    /** Returns the reference as it is written. */
    @Override
    public String toString() {
        return name == null ? "" : name;
    }
}
