package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.ImageNames;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.remove.JournalEntry;
import io.github.ecrmaven.remove.PulledNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives images their names in the engine, and writes down before what the names named. Threads may share it. */
final class ImageTagger {
    private final ContainerEngine engine;
    private final ImageNames names;
    private final Set<String> repositories;
    private final PulledNames pulled;
    private Set<String> preexisting;

    /**
     * Gives names in one run of pulls.
     *
     * @param repositories that are pulled from
     * @param pulled where it is written down
     */
    ImageTagger(ContainerEngine engine, Set<String> repositories, PulledNames pulled) {
        this.engine = engine;
        this.names = engine.names();
        this.repositories = repositories;
        this.pulled = pulled;
    }

    /** Says that this module needs the names of an image. */
    void need(ImageToPull image) {
        new EngineNames(image.reference(), image.localTag()).all().forEach(name -> pulled.need(engine.address(), name));
    }

    /**
     * Looks which images the engine has, before the first pull, and that no pull brought. Those with a tag in another
     * repository are left out: they keep that, whatever happens to the names that pulls give.
     */
    private synchronized Set<String> preexisting() {
        if (preexisting == null) {
            List<JournalEntry> entries = entries();
            preexisting = new HashSet<>(names.ids(repositories));
            preexisting.removeIf(image -> isBrought(image, entries));
        }
        return preexisting;
    }

    private List<JournalEntry> entries() {
        return pulled.journals().stream()
                .flatMap(journal -> journal.entries().stream())
                .toList();
    }

    private boolean isBrought(String image, List<JournalEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.brought(image) && entry.engine().equals(engine.identity()))
                .anyMatch(entry -> !entry.isInProgress() || isLeftBy(entry.name(), image));
    }

    /** An engine that had begun a pull when that was killed has the image some time before it gives it the name. */
    private boolean isLeftBy(String pull, String image) {
        return image.equals(id(pull))
                || names.find(image)
                        .filter(found -> found.hasOnlyDigestsLike(pull))
                        .isPresent();
    }

    /**
     * Writes down what the names of an image name that is to be pulled.
     *
     * @return what was written
     * @throws ExplainedException when that is not possible
     */
    List<JournalEntry> beforePull(ImageReference reference) {
        return new EngineNames(reference, null)
                .all().stream()
                        .map(name -> begin(name, id(name), preexisting()))
                        .toList();
    }

    /** Writes down that the names of an image name what was pulled. */
    void afterPull(List<JournalEntry> begun, LocalImage image) {
        begun.forEach(entry -> pulled.journal().end(entry, image.id()));
    }

    /** Writes down that nothing came of a pull; whether that is so, an engine that is gone does not say. */
    void afterFailedPull(List<JournalEntry> begun, ExplainedException failure) {
        try {
            begun.forEach(entry -> pulled.journal().end(entry, id(entry.name())));
        } catch (ExplainedException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives an image that is there the tag of its reference, where it has a digest beside it, and may lack the tag. */
    void tag(ImageReference reference) {
        if (reference.hasTagAndDigest()) {
            give(reference, reference.withoutDigest().engineName());
        }
    }

    /** Gives an image its short name. */
    void tagLocally(ImageToPull image) {
        if (image.localTag() != null) {
            give(image.reference(), image.localTag().toString());
        }
    }

    private void give(ImageReference reference, String name) {
        String image = id(reference.engineName());
        String now = id(name);
        if (image == null) {
            throw gone(reference, name);
        }
        if (image.equals(now)) {
            return;
        }
        JournalEntry begun = begin(name, now, isBrought(image, entries()) ? Set.of() : Set.of(image));
        if (!names.give(image, name)) {
            throw gone(reference, name);
        }
        pulled.journal().end(begun, image);
    }

    private static ExplainedException gone(ImageReference reference, String name) {
        return ExplainedException.environment(
                "cannot tag " + name + ": " + reference
                        + " is gone again. Does something else remove images meanwhile?",
                null);
    }

    private String id(String name) {
        return names.find(name).map(LocalImage::id).orElse(null);
    }

    private JournalEntry begin(String name, String now, Set<String> there) {
        var begun = new JournalEntry(engine.identity(), name, now, null, there);
        pulled.journal().begin(begun);
        return begun;
    }
}
