package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.Removal;
import io.github.ecrmaven.engine.SharedImages;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Failures;
import io.github.ecrmaven.image.ImageReference;
import java.util.ArrayList;
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
     * @return the images that are left, because another module of the build needs them
     * @throws ExplainedException when one could not be removed; the others are gone nevertheless
     */
    public List<EngineNames> remove(List<EngineNames> images) {
        List<EngineNames> left = new ArrayList<>();
        var failures = new Failures();
        var restorer = new TagRestorer(engine, shared, pulled, options, log, warnings);
        for (EngineNames image : images) {
            failures.collect(
                    image.reference(),
                    () -> unlessInUse(() -> {
                        boolean isLast = options.pulledOnly()
                                // Each name, also after one that is left.
                                ? image.all().stream().map(restorer::restore).toList().stream()
                                        .allMatch(done -> done)
                                : remove(image);
                        if (!isLast) {
                            left.add(image);
                        }
                    }));
        }
        failures.throwIfAny(images.size(), "removed");
        return left;
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

    /** Returns whether no other module needs it, so that it is gone. */
    private boolean remove(EngineNames image) {
        boolean localTagIsGone = release(image.localTag(), () -> removeLocalTag(image));
        boolean referenceIsGone = release(image.reference().engineName(), () -> removeReference(image.reference()));
        boolean isLast = localTagIsGone && referenceIsGone;
        if (isLast) {
            image.all().forEach(name -> pulled.forget(engine, name));
        }
        return isLast;
    }

    private boolean release(Object name, Runnable step) {
        if (name == null) {
            return true;
        }
        boolean isLast = pulled.release(engine.address(), name.toString(), records -> {
            try {
                step.run();
            } finally {
                shared.forget(engine.address());
            }
        });
        if (!isLast) {
            log.accept(name + " is left: another module of this build needs it");
        }
        return isLast;
    }

    /** One that names another image than the reference does is somebody else's. */
    private void removeLocalTag(EngineNames image) {
        String name = image.localTag().toString();
        Optional<LocalImage> named = engine.names().find(name);
        Optional<LocalImage> referred = engine.names().find(image.reference().engineName());
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
