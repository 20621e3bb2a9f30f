package io.github.ecrmaven.image;

import java.util.Optional;

/**
 * An image as it is declared: its names, where it is pulled from, and when.
 *
 * @param names its names in the engine
 * @param registry the registry that it is pulled from
 * @param platform the platform that it must be built for; null for the engine's own
 * @param policy when it is pulled
 * @param id the ID of the image in the build's configuration, or null
 */
public record ImageToPull(EngineNames names, EcrRegistry registry, Platform platform, PullPolicy policy, String id) {
    /** Returns its name in the registry that it is pulled from. */
    public ImageReference reference() {
        return names.reference();
    }

    /** Returns its name in the upstream registry of a mirror; null if it is pulled by no mirror. */
    public ImageReference ownName() {
        return names.ownName();
    }

    /** Returns the image as users name it: by its own name, if it has a mirror. */
    public ImageReference declared() {
        return names.declared();
    }

    /** Returns what is the same for the same image, whatever its ID, its pull policy and its local tag. */
    public String key() {
        return names.described() + "\n" + platform;
    }

    /** Returns this or the same image of another module, whichever has the pull policy that pulls more often. */
    public ImageToPull and(ImageToPull same) {
        return policy.compareTo(same.policy) <= 0 ? this : same;
    }

    /** Returns what is the same for the same image with the same local tag, whatever its ID and its pull policy. */
    public String keyWithLocalTag() {
        return key() + "\n" + names.localTag();
    }

    /** Faster than the generated method of a record, whose method handles take 10 ms to start. */
    @Override
    public int hashCode() {
        return reference().toString().hashCode();
    }

    /** Returns whether the pull policy and Maven's offline mode allow to pull it. */
    public boolean mayBePulled(boolean offline) {
        return !offline && policy != PullPolicy.NEVER;
    }

    /** Returns whether it is pulled although an engine has it. */
    public boolean isAlwaysPulled(boolean offline) {
        return !offline && policy == PullPolicy.ALWAYS;
    }

    /**
     * Returns why an image that is missing in the engine is not pulled; empty if it may be pulled.
     *
     * @param engine the engine's name in messages
     */
    public Optional<ExplainedException> refusal(String engine, boolean offline) {
        if (mayBePulled(offline)) {
            return Optional.empty();
        }
        return Optional.of(ExplainedException.configuration(
                declared() + (platform == null ? "" : " for " + platform) + " is not in " + engine
                        + (policy == PullPolicy.NEVER
                                ? ", and its pull policy is Never. Put it there, or set pullPolicy to IfNotPresent or Always"
                                : ", and Maven is offline. Run without -o once to pull it")));
    }
}
