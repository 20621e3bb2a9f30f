package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Removes images from the engine, or with {@code pulledOnly} undoes what pulls changed.
 *
 * @param engine the engine
 * @param cache the images that the modules of the build have found and pulled
 * @param usage which names other modules need, and what pulls changed
 * @param options how to remove
 * @param log receives what was done, and what could not be done but is no failure
 */
public record ImageRemover(
        ContainerEngine engine, BuildImageCache cache, TagUsage usage, RemoveOptions options, RemovalLog log) {
    /**
     * Removes images. One that the engine does not have is logged, and is no failure.
     *
     * @param kept receives the images that are kept, because another module of the build needs them
     * @throws ExplainedException if at least one could not be removed; the others are removed
     */
    public void remove(List<EngineNames> images, Consumer<EngineNames> kept) {
        var failures = new Problems();
        var restorer = new TagRestorer(engine, usage, options, log);
        for (EngineNames image : images) {
            failures.collect(() -> unlessInUse(() -> {
                usage.release(engine.address(), image.all());
                boolean removed = options.pulledOnly() ? restore(image, restorer) : remove(image);
                if (!removed) {
                    kept.accept(image);
                }
            }));
        }
        failures.throwIfAny(images.size(), "removed");
    }

    private void unlessInUse(Runnable step) {
        try {
            step.run();
        } catch (InUseException e) {
            if (options.failIfInUse() && !options.force()) {
                throw e.explain();
            }
            log.warn(e.getMessage());
        }
    }

    /** Returns whether the image was removed, as no other module needs it. */
    private boolean remove(EngineNames image) {
        boolean hadOwnName = image.ownTag().flatMap(engine.images()::find).isPresent();
        List<String> additional = image.additional();
        Optional<LocalImage> referenced = additional.isEmpty()
                ? Optional.empty()
                : engine.images().find(image.reference().engineName());
        boolean removed = true;
        for (String tag : additional) {
            removed &= removeUnlessNeeded(tag, journals -> removeTag(tag, image.reference(), referenced));
        }
        removed &= removeUnlessNeeded(image.reference().engineName(), journals -> removeReference(image, hadOwnName));
        if (removed) {
            image.all().forEach(name -> usage.forget(engine, name));
        }
        return removed;
    }

    /** Undoes what pulls did to the names of an image; returns whether no other module needs any of them. */
    private boolean restore(EngineNames image, TagRestorer restorer) {
        boolean restored = true;
        for (String name : image.all()) {
            restored &= removeUnlessNeeded(name, journals -> restorer.restore(name, journals));
        }
        return restored;
    }

    private boolean removeUnlessNeeded(String name, Consumer<List<PullJournal>> step) {
        return usage.removeUnlessNeeded(
                engine.address(),
                name,
                () -> lostWith(name),
                journals -> {
                    try {
                        step.accept(journals);
                    } finally {
                        cache.forget(engine.address());
                    }
                },
                log::info);
    }

    /** Engines delete an image with its last tag, and with a digest all tags of its repository may go. */
    private List<String> lostWith(String name) {
        int digest = name.indexOf('@');
        return engine.images()
                .find(name)
                .map(image -> Stream.concat(
                                image.digests().stream(),
                                digest < 0 ? Stream.empty() : image.tagsIn(name.substring(0, digest)).stream())
                        .filter(other -> !other.equals(name))
                        .toList())
                .orElse(List.of());
    }

    /** Keeps a tag that was moved to another image: it is not ours any more. */
    private void removeTag(String tag, ImageReference reference, Optional<LocalImage> referenced) {
        Optional<LocalImage> tagged = engine.images().find(tag);
        if (tagged.isPresent()
                && referenced.isPresent()
                && !tagged.get().id().equals(referenced.get().id())) {
            log.info(tag + " is kept: it names another image than " + reference);
            return;
        }
        engine.images()
                .remove(tag, tag, options.force(), options.noPrune())
                .ifPresent(removal -> log.removed(tag, removal));
    }

    /**
     * Logs nothing for an absent reference if the image had its own name, as one that was not pulled from its mirror
     * has: that name is logged already.
     */
    private void removeReference(EngineNames image, boolean hadOwnName) {
        engine.images()
                .remove(image.reference(), options.force(), options.noPrune())
                .ifPresentOrElse(removal -> log.removed(image.reference(), removal), () -> {
                    if (!hadOwnName) {
                        log.info(image.declared() + " is not present; nothing to remove");
                    }
                });
    }
}
