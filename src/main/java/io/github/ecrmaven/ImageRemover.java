package io.github.ecrmaven;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.Removal;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Removes images from the engine. */
public final class ImageRemover {
    private final ContainerEngine engine;
    private final SharedImages shared;
    private final boolean force;
    private final boolean noPrune;
    private final Consumer<String> log;

    /**
     * Prepares removing.
     *
     * @param cache of the build: which images its modules have found and pulled
     * @param force also images that a stopped container uses
     * @param noPrune keep untagged parents
     * @param log takes what was done, a line at a time
     */
    public ImageRemover(
            ContainerEngine engine,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            boolean force,
            boolean noPrune,
            Consumer<String> log) {
        this.engine = engine;
        this.shared = new SharedImages(cache);
        this.force = force;
        this.noPrune = noPrune;
        this.log = log;
    }

    /**
     * Removes every image; one that the engine does not have is only said.
     *
     * @throws ExplainedException when one could not be removed; the others are gone nevertheless
     */
    public void remove(List<ImageReference> images) {
        var failures = new Failures();
        for (ImageReference image : images) {
            failures.collect(
                    image,
                    () -> engine.remove(image, force, noPrune)
                            .ifPresentOrElse(
                                    removal -> report(image, removal),
                                    () -> log.accept(image + " is not present; nothing to remove")));
        }
        shared.forget(engine.toString());
        failures.throwIfAny(images.size(), "removed");
    }

    private void report(ImageReference image, Removal removal) {
        removal.untagged().forEach(name -> log.accept("Untagged " + name));
        removal.deleted().forEach(id -> log.accept("Deleted " + id));
        log.accept(
                removal.deleted().isEmpty()
                        ? "Untagged " + image + "; another name or a container keeps its image"
                        : "Removed " + image);
    }
}
