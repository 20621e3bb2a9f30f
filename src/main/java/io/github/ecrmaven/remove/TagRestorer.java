package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.ImageNames;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.SharedImages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Sets names back to what they named before pulls, and deletes the images that the pulls brought. */
final class TagRestorer {
    private final ContainerEngine engine;
    private final ImageNames names;
    private final SharedImages shared;
    private final PulledNames pulled;
    private final RemoveOptions options;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    TagRestorer(
            ContainerEngine engine,
            SharedImages shared,
            PulledNames pulled,
            RemoveOptions options,
            Consumer<String> log,
            Consumer<String> warnings) {
        this.engine = engine;
        this.names = engine.names();
        this.shared = shared;
        this.pulled = pulled;
        this.options = options;
        this.log = log;
        this.warnings = warnings;
    }

    /**
     * Sets a name back, unless another module of this build needs it.
     *
     * @return whether none needs it
     * @throws InUseException when a container uses an image that should go; a later run may try again
     */
    boolean restore(String name) {
        boolean done = pulled.release(engine.address(), name, journals -> {
            List<List<JournalEntry>> entries = journals.stream()
                    .map(journal -> journal.entries(engine, name))
                    .toList();
            if (entries.stream().allMatch(List::isEmpty)) {
                leave(name);
                return;
            }
            try {
                restore(name, entries);
            } finally {
                shared.forget(engine.address());
            }
            journals.forEach(journal ->
                    journal.forget(entries.stream().flatMap(List::stream).toList()));
        });
        if (!done) {
            log.accept(name + " is left: another module of this build needs it");
        }
        return done;
    }

    private void leave(String name) {
        if (names.find(name).isEmpty()) {
            sayThatItIsAbsent(name);
        } else {
            log.accept(name + " is left: " + pulled.silence(engine.address(), name));
        }
    }

    /** Docker's older store takes a digest off with the last tag, so that nobody wonders where it is. */
    private void sayThatItIsAbsent(String name) {
        if (!isDigest(name)) {
            log.accept(name + " is not present; nothing to remove");
        }
    }

    /** From the image that the name names now, it goes back pull by pull to that from before the first. */
    private void restore(String name, List<List<JournalEntry>> journals) {
        List<JournalEntry> entries = journals.stream().flatMap(List::stream).toList();
        Optional<LocalImage> named = names.find(name);
        String now = named.map(LocalImage::id).orElse(null);
        Set<String> brought = new HashSet<>();
        entries.stream().filter(entry -> entry.brought(entry.pulled())).forEach(entry -> brought.add(entry.pulled()));
        List<List<JournalEntry>> older = new ArrayList<>(journals);
        String before = now;
        for (JournalEntry last = takeLast(older, before); last != null; last = takeLast(older, before)) {
            if (last.brought(before)) {
                brought.add(before);
            }
            before = last.before();
        }
        if (now == null) {
            sayThatItIsAbsent(name);
        } else if (!now.equals(before)) {
            setBack(name, before, brought.contains(now));
        } else {
            boolean wasBefore = entries.stream().anyMatch(entry -> now.equals(entry.before()));
            log.accept(name + " is left: "
                    + (wasBefore
                            ? "it was there before"
                            : "it names " + now + " by now, which ecr:pull did not bring"));
        }
        brought.stream()
                .filter(id ->
                        names.find(id).filter(image -> isNeedless(image, name)).isPresent())
                .forEach(id -> remove(id, id + ", which ecr:pull brought as " + name));
    }

    /**
     * Returns the last pull by which the name named an image, or null; only where no other is known, one that was
     * killed. What its journal has after it is no longer looked at, for that came later.
     */
    private static JournalEntry takeLast(List<List<JournalEntry>> journals, String image) {
        for (boolean inProgress : List.of(false, true)) {
            for (int i = 0; i < journals.size(); i++) {
                List<JournalEntry> entries = journals.get(i);
                for (int last = entries.size() - 1; last >= 0; last--) {
                    JournalEntry entry = entries.get(last);
                    if (entry.isInProgress() == inProgress && entry.explains(image)) {
                        journals.set(i, entries.subList(0, last));
                        return entry;
                    }
                }
            }
        }
        return null;
    }

    private void setBack(String name, String before, boolean isBrought) {
        if (before != null) {
            if (names.give(before, name)) {
                log.accept(name + " names " + before + " again, as it did before");
                return;
            }
            warnings.accept(name + " cannot name " + before
                    + " again, as it did before ecr:pull: the engine does not have that image any more");
        }
        if (isBrought) {
            remove(name, name);
        } else if (!isDigest(name) && names.takeOff(name)) {
            log.accept("Untagged " + name + "; its image was there before");
        } else {
            log.accept(name + " is left: its image was there before"
                    + (isDigest(name) ? "" : ", and the engine cannot take this name alone off it"));
        }
    }

    /** It may have been pulled by its digest from another repository too. */
    private boolean isNeedless(LocalImage image, String name) {
        return image.hasOnlyDigestsLike(name)
                && image.digests().stream().noneMatch(digest -> pulled.isNeededByAnother(engine.address(), digest));
    }

    private void remove(String name, String called) {
        names.remove(name, called, options.force(), options.noPrune())
                .ifPresent(removal -> ImageRemover.report(name, removal, log));
    }

    private static boolean isDigest(String name) {
        return name.contains("@");
    }
}
