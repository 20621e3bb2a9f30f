package io.github.ecrmaven;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.ImageNames;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.NamedImage;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Gives images their names in the engine, and writes down before what the names named. Threads may share it. */
final class NameGiver {
    private final ImageNames names;
    private final String engine;
    private final Set<String> repositories;
    private final PulledNames pulled;
    private Set<String> images;

    /**
     * Gives names in one run of pulls.
     *
     * @param repositories that are pulled from
     * @param pulled where it is written down
     */
    NameGiver(ContainerEngine engine, Set<String> repositories, PulledNames pulled) {
        this.repositories = repositories;
        this.names = engine.names();
        this.engine = engine.address();
        this.pulled = pulled;
    }

    /** Says that this module needs the names of an image. */
    void need(ImageToPull image) {
        new EngineNames(image.reference(), image.localTag()).all().forEach(name -> pulled.need(engine, name));
    }

    /**
     * Looks which images the engine has, before the first pull, for what is there already is not brought by one. Those
     * with a tag in another repository are left out: they keep that, whatever happens to the names that pulls give.
     */
    private synchronized Set<String> images() {
        if (images == null) {
            images = new HashSet<>(names.ids(repositories));
            images.removeAll(pulled.brought(engine));
        }
        return images;
    }

    /**
     * Writes down what the names of an image name that is to be pulled.
     *
     * @throws ExplainedException when that is not possible
     */
    void beforePull(ImageReference reference) {
        new EngineNames(reference, null).all().forEach(name -> begin(name, id(name), images()));
    }

    /** Writes down that the names of an image name what was pulled. */
    void afterPull(ImageReference reference, LocalImage image) {
        new EngineNames(reference, null).all().forEach(name -> end(name, image.id()));
    }

    /** Writes down that nothing came of a pull; whether that is so, an engine that is gone does not say. */
    void afterFailedPull(ImageReference reference, ExplainedException failure) {
        try {
            new EngineNames(reference, null).all().forEach(name -> end(name, id(name)));
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
        begin(name, now, pulled.brought(engine).contains(image) ? Set.of() : Set.of(image));
        if (!names.give(image, name)) {
            throw gone(reference, name);
        }
        end(name, image);
    }

    private static ExplainedException gone(ImageReference reference, String name) {
        return ExplainedException.environment(
                "cannot tag " + name + ": " + reference
                        + " is gone again. Does something else remove images meanwhile?",
                null);
    }

    private String id(String name) {
        return names.find(name).map(NamedImage::id).orElse(null);
    }

    private void begin(String name, String now, Set<String> there) {
        pulled.record().update(engine, name, known -> Optional.of(NameChange.begin(engine, name, known, now, there)));
    }

    private void end(String name, String now) {
        pulled.record().update(engine, name, known -> known.map(begun -> begun.end(now)));
    }
}
