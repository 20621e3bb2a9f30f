package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.LocalImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Undoes pulls: moves names back to the images that had them before, and deletes the images that were pulled.
 *
 * @param engine the engine
 * @param usage which names other modules need, and what pulls changed
 * @param options how to remove
 * @param log receives what was done, and what could not be done but is no failure
 */
record TagRestorer(ContainerEngine engine, TagUsage usage, RemoveOptions options, RemovalLog log) {
    /**
     * Restores a name.
     *
     * @param journals the journals of the modules that have pulled it
     * @throws InUseException if a container uses an image that should be deleted; a later run can try again
     */
    void restore(String name, List<PullJournal> journals) {
        List<List<JournalEntry>> entries =
                journals.stream().map(journal -> journal.entries(engine, name)).toList();
        if (entries.stream().allMatch(List::isEmpty)) {
            keep(name);
            return;
        }
        undo(name, entries);
        journals.forEach(
                journal -> journal.forget(entries.stream().flatMap(List::stream).toList()));
    }

    private void keep(String name) {
        if (engine.images().find(name).isEmpty()) {
            logAbsent(name);
        } else {
            log.info(name + " is kept: " + usage.whyNotRestored(engine.address(), name));
        }
    }

    /** Logs nothing for a digest: Docker's overlay2 store removes it by itself, together with the last tag. */
    private void logAbsent(String name) {
        if (!isDigest(name)) {
            log.info(name + " is not present; nothing to remove");
        }
    }

    /** Goes from the image that has the name now back, pull by pull, to the one that had it before the first pull. */
    private void undo(String name, List<List<JournalEntry>> journals) {
        List<JournalEntry> entries = journals.stream().flatMap(List::stream).toList();
        String now = engine.images().find(name).map(LocalImage::id).orElse(null);
        Set<String> pulled = entries.stream()
                .filter(entry -> entry.hasPulled(entry.pulled()))
                .map(JournalEntry::pulled)
                .collect(Collectors.toCollection(HashSet::new));
        List<List<JournalEntry>> older = new ArrayList<>(journals);
        String before = now;
        for (JournalEntry last = takeLast(older, before); last != null; last = takeLast(older, before)) {
            if (last.hasPulled(before)) {
                pulled.add(before);
            }
            before = last.before();
        }
        if (now == null) {
            logAbsent(name);
        } else if (!now.equals(before)) {
            moveBack(name, before, pulled.contains(now));
        } else {
            boolean wasBefore = entries.stream().anyMatch(entry -> now.equals(entry.before()));
            log.info(name + " is kept: "
                    + (wasBefore ? "it was there before" : "it names " + now + " by now, which ecr:pull did not pull"));
        }
        pulled.stream()
                .filter(id -> engine.images()
                        .find(id)
                        .filter(image -> isUnused(image, name))
                        .isPresent())
                .forEach(id -> removeUntagged(id, name));
    }

    /**
     * Returns the last pull that gave the name to an image, or null; a pull that was killed only if there is no other.
     * Removes it and the later entries of its journal from {@code journals}.
     */
    private static JournalEntry takeLast(List<List<JournalEntry>> journals, String image) {
        for (boolean inProgress : List.of(false, true)) {
            for (int i = 0; i < journals.size(); i++) {
                List<JournalEntry> entries = journals.get(i);
                for (int last = entries.size() - 1; last >= 0; last--) {
                    JournalEntry entry = entries.get(last);
                    if (entry.isInProgress() == inProgress && entry.hasTagged(image)) {
                        journals.set(i, entries.subList(0, last));
                        return entry;
                    }
                }
            }
        }
        return null;
    }

    private void moveBack(String name, String before, boolean isPulled) {
        if (before != null) {
            if (engine.images().tag(before, name)) {
                log.info(name + " names " + before + " again, as it did before");
                return;
            }
            log.warn(name + " cannot name " + before
                    + " again, as it did before ecr:pull: the engine does not have that image any more");
        }
        if (isPulled) {
            remove(name, name);
        } else if (!isDigest(name) && engine.images().untag(name)) {
            log.untagged(name, "its image was there before");
        } else {
            log.info(name + " is kept: its image was there before"
                    + (isDigest(name) ? "" : ", and the engine cannot remove this name alone"));
        }
    }

    /** Returns whether no tag, no digest of another repository and no other module needs the image. */
    private boolean isUnused(LocalImage image, String name) {
        return image.hasOnlyDigestsLike(name)
                && image.digests().stream().noneMatch(digest -> usage.isNeededByAnother(engine.address(), digest));
    }

    private void removeUntagged(String id, String name) {
        try {
            remove(id, id + ", which ecr:pull pulled as " + name);
        } catch (InUseException e) {
            if (!e.isByImage()) {
                throw e;
            }
            log.info(id + ", which ecr:pull pulled as " + name + ", stays as long as an image that was built from it");
        }
    }

    private void remove(String name, String called) {
        engine.images()
                .remove(name, called, options.force(), options.noPrune())
                .ifPresent(removal -> log.removed(name, removal));
    }

    private static boolean isDigest(String name) {
        return name.contains("@");
    }
}
