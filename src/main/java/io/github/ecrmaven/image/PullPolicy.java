package io.github.ecrmaven.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/** When an image is pulled, in the words of Kubernetes; in the order of how much is asked for. */
public enum PullPolicy {
    /** Ask the registry at every build. */
    ALWAYS("Always"),
    /** Only when the engine does not have the image. */
    IF_NOT_PRESENT("IfNotPresent"),
    /** Never: an image that the engine does not have is an error. */
    NEVER("Never");

    private final String word;

    PullPolicy(String word) {
        this.word = word;
    }

    /**
     * Finds the policy of a word, whatever its case.
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
     * Returns the policy of an image for which none is given: a tag that moves is pulled always, another one once. That
     * is <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting">Kubernetes'
     * rule</a>.
     */
    public static PullPolicy defaultFor(ImageReference reference) {
        return reference.digest() == null && reference.tag().equals("latest") ? ALWAYS : IF_NOT_PRESENT;
    }

    /** Returns the word that users write. */
    @Override
    public String toString() {
        return word;
    }
}
