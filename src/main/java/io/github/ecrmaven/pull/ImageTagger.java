package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.LocalImages;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.remove.JournalEntry;
import io.github.ecrmaven.remove.TagUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tags images in the engine, and records in the journal what each name named before. Thread-safe. */
final class ImageTagger {
    private final ContainerEngine engine;
    private final LocalImages images;
    private final Set<String> names;
    private final TagUsage usage;
    private Set<String> preexisting;

    /**
     * Creates a tagger for one run of pulls.
     *
     * @param names the names that the pulled images get
     * @param usage the module's journal, and the names that it needs
     */
    ImageTagger(ContainerEngine engine, Set<String> names, TagUsage usage) {
        this.engine = engine;
        this.images = engine.images();
        this.names = names;
        this.usage = usage;
    }

    /** Records that this module needs the names of an image. */
    void need(ImageToPull image) {
        image.names().all().forEach(name -> usage.need(engine.address(), name));
    }

    /**
     * Returns the images that the engine had before the first pull, without those that an earlier recorded pull has
     * pulled. Images with a tag in other repositories are left out: they stay whatever happens to the pulled names.
     */
    private synchronized Set<String> preexisting() {
        if (preexisting == null) {
            List<JournalEntry> entries = entries();
            preexisting = new HashSet<>(images.ids(names));
            preexisting.removeIf(image -> isPulled(image, entries));
        }
        return preexisting;
    }

    private List<JournalEntry> entries() {
        return usage.journals().stream()
                .flatMap(journal -> journal.entries().stream())
                .toList();
    }

    private boolean isPulled(String image, List<JournalEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.hasPulled(image) && entry.engine().equals(engine.identity()))
                .anyMatch(entry -> !entry.isInProgress() || isFromKilledPull(entry.name(), image));
    }

    /** Returns whether a killed pull of a name has pulled an image: engines store an image before they tag it. */
    private boolean isFromKilledPull(String name, String image) {
        return image.equals(id(name))
                || images.find(image)
                        .filter(found -> found.hasOnlyDigestsLike(name))
                        .isPresent();
    }

    /**
     * Records what the name that the engine gives an image names before the pull.
     *
     * @param found the image that the engine has by this name; empty if it is unknown which
     * @return the new entry
     * @throws ExplainedException if the journal cannot be written
     */
    JournalEntry beforePull(ImageReference reference, Optional<LocalImage> found) {
        String name = reference.engineName();
        return begin(name, found.map(LocalImage::id).orElseGet(() -> id(name)), preexisting());
    }

    /** Records that the name names the pulled image. */
    void afterPull(JournalEntry begun, LocalImage image) {
        usage.journal().end(begun, image.id());
    }

    /** Records what the name names after a failed pull, if the engine still answers. */
    void afterFailedPull(JournalEntry begun, ExplainedException failure) {
        try {
            usage.journal().end(begun, id(begun.name()));
        } catch (ExplainedException e) {
            failure.addSuppressed(e);
        }
    }

    /** Tags an image whose reference has a tag and a digest: engines pull it, and may have it, without the tag. */
    void tag(ImageReference reference) {
        if (reference.hasTagAndDigest()) {
            tag(reference, List.of(reference.taggedName()));
        }
    }

    /**
     * Gives an image its own name and its local tag, if it has them.
     *
     * @param byOwnName whether the engine has it by its own name, wherever it is from
     */
    void tagAdditionally(ImageToPull image, boolean byOwnName) {
        ImageReference reference = byOwnName ? image.ownName() : image.reference();
        tag(reference, image.names().additional());
    }

    private void tag(ImageReference reference, List<String> names) {
        String image = names.isEmpty() ? null : id(reference.engineName());
        for (String name : names) {
            if (image == null) {
                throw images.gone(reference, name);
            }
            // Docker's containerd store fails if two modules move a tag at once.
            usage.exclusively(engine.address(), name, () -> tag(reference, image, name));
        }
    }

    private void tag(ImageReference reference, String image, String name) {
        String before = id(name);
        if (!image.equals(before)) {
            JournalEntry begun = begin(name, before, isPulled(image, entries()) ? Set.of() : Set.of(image));
            if (!images.tag(image, name)) {
                throw images.gone(reference, name);
            }
            usage.journal().end(begun, image);
        }
    }

    private String id(String name) {
        return images.find(name).map(LocalImage::id).orElse(null);
    }

    private JournalEntry begin(String name, String before, Set<String> preexistingImages) {
        var begun = new JournalEntry(engine.identity(), name, before, null, preexistingImages);
        usage.journal().begin(begun);
        return begun;
    }
}
