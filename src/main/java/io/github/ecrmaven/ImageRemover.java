package io.github.ecrmaven;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.NamedImage;
import io.github.ecrmaven.engine.Removal;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Removes images from the engine: all that it is given, or what pulls brought. */
public final class ImageRemover {
    private final ContainerEngine engine;
    private final SharedImages shared;
    private final PulledNames pulled;
    private final RemoveOptions options;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    /**
     * Prepares removing.
     *
     * @param cache of the build: which images its modules have found and pulled
     * @param pulled what pulls did to the names of images
     * @param options how to remove
     * @param log takes what was done, a line at a time
     * @param warnings takes what could not be done and is no failure, a line at a time
     */
    public ImageRemover(
            ContainerEngine engine,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            PulledNames pulled,
            RemoveOptions options,
            Consumer<String> log,
            Consumer<String> warnings) {
        this.engine = engine;
        this.shared = new SharedImages(cache);
        this.pulled = pulled;
        this.options = options;
        this.log = log;
        this.warnings = warnings;
    }

    /**
     * Removes every image; one that the engine does not have is only said.
     *
     * @throws ExplainedException when one could not be removed; the others are gone nevertheless
     */
    public void remove(List<EngineNames> images) {
        var failures = new Failures();
        var restorer = new NameRestorer(engine, pulled, options, log, warnings);
        for (EngineNames image : images) {
            failures.collect(
                    image.reference(),
                    () -> unlessInUse(() -> {
                        if (options.pulledOnly()) {
                            image.all().forEach(restorer::restore);
                        } else {
                            remove(image);
                        }
                    }));
        }
        shared.forget(engine.toString());
        failures.throwIfAny(images.size(), "removed");
    }

    private void unlessInUse(Runnable step) {
        try {
            step.run();
        } catch (InUseException e) {
            if (options.failIfInUse()) {
                throw e.explain();
            }
            warnings.accept(e.getMessage());
        }
    }

    private void remove(EngineNames image) {
        removeLocalTag(image);
        removeReference(image.reference());
        image.all().forEach(name -> pulled.forget(engine.address(), name));
    }

    /** One that names another image than the reference does is somebody else's. */
    private void removeLocalTag(EngineNames image) {
        if (image.localTag() == null) {
            return;
        }
        String name = image.localTag().toString();
        Optional<NamedImage> named = engine.names().find(name);
        Optional<NamedImage> referred = engine.names().find(image.reference().engineName());
        if (named.isPresent()
                && referred.isPresent()
                && !named.get().id().equals(referred.get().id())) {
            log.accept(name + " is left: it names another image than " + image.reference());
            return;
        }
        engine.names()
                .remove(name, name, options.force(), options.noPrune())
                .ifPresent(removal -> report(name, removal, log));
    }

    private void removeReference(ImageReference image) {
        engine.names()
                .remove(image, options.force(), options.noPrune())
                .ifPresentOrElse(
                        removal -> report(image, removal, log),
                        () -> log.accept(image + " is not present; nothing to remove"));
    }

    /** Says what removing did. */
    static void report(Object image, Removal removal, Consumer<String> log) {
        removal.untagged().forEach(name -> log.accept("Untagged " + name));
        removal.deleted().forEach(id -> log.accept("Deleted " + id));
        log.accept(
                removal.deleted().isEmpty()
                        ? "Untagged " + image + "; another name or a container keeps its image"
                        : "Removed " + image);
    }
}
