package io.github.ecrmaven.image;

import java.util.Objects;
import java.util.Optional;

/**
 * An image that a build needs.
 *
 * @param reference the image
 * @param registry that it is pulled from
 * @param platform that it must be made for, or null for the engine's own
 * @param policy when it is pulled
 * @param id by which the build knows it, or null
 * @param localTag that it gets beside its own name, or null
 */
public record ImageToPull(
        ImageReference reference,
        EcrRegistry registry,
        Platform platform,
        PullPolicy policy,
        String id,
        LocalTag localTag) {
    /** Returns the same image as two of its kind want it: the policy counts that asks for more. */
    public ImageToPull and(ImageToPull same) {
        return policy.compareTo(same.policy) <= 0 ? this : same;
    }

    /** Returns whether another is the same but for its id and how it is pulled. */
    public boolean isSame(ImageToPull other) {
        return reference.equals(other.reference)
                && Objects.equals(platform, other.platform)
                && Objects.equals(localTag, other.localTag);
    }

    /** Java's own for a record is made of method handles, which take 10 ms to start, before the first pull. */
    @Override
    public int hashCode() {
        return reference.toString().hashCode();
    }

    public boolean mayBePulled(boolean offline) {
        return !offline && policy != PullPolicy.NEVER;
    }

    /**
     * Returns why an engine that lacks the image does not get it; empty where it may be pulled.
     *
     * @param engine what messages call the engine
     */
    public Optional<ExplainedException> refusal(String engine, boolean offline) {
        if (mayBePulled(offline)) {
            return Optional.empty();
        }
        return Optional.of(ExplainedException.configuration(reference + " is not in " + engine
                + (policy == PullPolicy.NEVER
                        ? ", and its pull policy is Never. Put it there, or set pullPolicy to IfNotPresent or Always"
                        : ", and Maven is offline. Run without -o once to pull it")));
    }
}
