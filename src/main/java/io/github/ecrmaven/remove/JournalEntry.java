package io.github.ecrmaven.remove;

import java.util.Set;

/**
 * A line of the {@link PullJournal}: how one pull changed one name in an engine.
 *
 * @param engine the engine, see {@link io.github.ecrmaven.engine.ContainerEngine#identity}
 * @param name the name: {@code repository:tag} or {@code repository@digest}
 * @param before the ID of the image that had the name before the pull; null if there was none
 * @param pulled the ID of the image that has the name after the pull; null while the pull is in progress, and after a
 *     pull that was killed
 * @param preexisting the ID of the pulled image, if the engine already had it without this name; empty if not. While
 *     the pull is in progress, the IDs of all images that the engine has
 */
public record JournalEntry(String engine, String name, String before, String pulled, Set<String> preexisting) {
    /** Returns whether the end of the pull is not written: it is in progress, or was killed. */
    public boolean isInProgress() {
        return pulled == null;
    }

    /** Returns whether both are about the same name in the same engine. */
    boolean hasSameName(JournalEntry other) {
        return name.equals(other.name) && engine.equals(other.engine);
    }

    /** Returns the entry for the end of the pull, after which the image with this ID has the name. */
    JournalEntry ended(String image) {
        return new JournalEntry(engine, name, before, image, preexisting.contains(image) ? Set.of(image) : Set.of());
    }

    /** Returns whether this pull gave the name to the image with this ID; false if that is null. */
    boolean hasTagged(String image) {
        return image != null && !image.equals(before) && (isInProgress() || image.equals(pulled));
    }

    /** Returns whether this pull gave the name to the image with this ID, and the engine did not have it before. */
    public boolean hasPulled(String image) {
        return hasTagged(image) && !preexisting.contains(image);
    }
}
