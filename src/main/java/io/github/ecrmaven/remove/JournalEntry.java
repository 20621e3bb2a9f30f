package io.github.ecrmaven.remove;

import java.util.Set;

/**
 * One pull's change to one name in an engine.
 *
 * @param engine which engine it is, see {@link io.github.ecrmaven.engine.ContainerEngine#identity}
 * @param name the name: {@code repository:tag} or {@code repository@digest}
 * @param before the id of the image that it named before; null where it named none
 * @param pulled the id of the image that it names since; null as long as the pull is in progress, or if it was killed
 * @param preexisting the id of the image pulled, if the engine had it already, under another name or none; as long as
 *     the pull is in progress, of each image that would be that
 */
public record JournalEntry(String engine, String name, String before, String pulled, Set<String> preexisting) {
    public boolean isInProgress() {
        return pulled == null;
    }

    /** Returns the same when the pull has ended, after which the name names the image with this id. */
    JournalEntry ended(String now) {
        return new JournalEntry(engine, name, before, now, preexisting.contains(now) ? Set.of(now) : Set.of());
    }

    /** Returns whether it is by this pull that the name names the image with this id, or none if that is null. */
    boolean explains(String now) {
        return now != null && !now.equals(before) && (isInProgress() || now.equals(pulled));
    }

    /** Returns whether it is also by this pull that the engine has the image. */
    public boolean brought(String now) {
        return explains(now) && !preexisting.contains(now);
    }
}
