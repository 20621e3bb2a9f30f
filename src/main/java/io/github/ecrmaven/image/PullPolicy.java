package io.github.ecrmaven.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * When an image is pulled, in the terms of Kubernetes. The order is from most to least often; {@link ImageToPull#and}
 * relies on it.
 */
public enum PullPolicy {
    /** In every build. */
    ALWAYS("Always"),
    /** Only if the engine does not have the image. */
    IF_NOT_PRESENT("IfNotPresent"),
    /** Never. It is an error if the engine does not have the image. */
    NEVER("Never");

    private final String word;

    PullPolicy(String word) {
        this.word = word;
    }

    /**
     * Parses a policy; the case does not matter.
     *
     * @throws IllegalArgumentException for any other word; the message is the reason
     */
    public static PullPolicy parse(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word.equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pull policy '" + word + "' is none of "
                        + Arrays.stream(values()).map(PullPolicy::toString).collect(Collectors.joining(", "))));
    }

    /**
     * Returns the policy of an image for which none is given: the tag {@code latest} is always pulled, other tags and
     * digests if they are not present. That is <a
     * href="https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting">Kubernetes' rule</a>.
     */
    public static PullPolicy defaultFor(ImageReference reference) {
        return reference.digest() == null && reference.tag().equals("latest") ? ALWAYS : IF_NOT_PRESENT;
    }

    /** Returns the policy as users write it. */
    @Override
    public String toString() {
        return word;
    }
}
