package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The images that the modules of a build have found or pulled, so that no other module looks for them or pulls them
 * again.
 */
public final class BuildImageCache {
    private static final String PREFIX = "image\n";
    private static final String LIST = "\n";
    private static final String OUTCOME = "outcome";
    private static final String BY_OWN_NAME = "byOwnName";
    private static final String ID = "id";
    private static final String OS = "os";
    private static final String ARCHITECTURE = "architecture";
    private static final String VARIANT = "variant";
    private static final String SIZE = "size";
    private static final String DIGESTS = "digests";

    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache;

    /**
     * Creates a view of the cache.
     *
     * @param cache shared by all modules of the build. It contains types of the JDK only, because Maven may load this
     *     plugin in several class loaders
     */
    public BuildImageCache(ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache) {
        this.cache = cache;
    }

    /**
     * Returns an image that another module has found or pulled, or else gets it from {@code loader}. Other callers wait
     * for it. A failure is not cached: the next caller runs its own loader.
     *
     * @param engine the engine that has the image
     * @param image the image
     * @param always whether the image must have been pulled in this build
     * @param loader finds or pulls the image
     */
    public PresentImage get(String engine, ImageToPull image, boolean always, Supplier<PresentImage> loader)
            throws InterruptedException {
        String key = key(engine, image);
        while (true) {
            var own = new CompletableFuture<Map<String, String>>();
            CompletableFuture<Map<String, String>> other = cache.putIfAbsent(key, own);
            if (other == null) {
                return load(key, own, loader);
            }
            try {
                PresentImage known = of(other.get());
                if (known.isPulled() || !always) {
                    return known;
                }
            } catch (ExecutionException | CancellationException e) {
                // The other module reports the failure.
            }
            cache.remove(key, other);
        }
    }

    /** Returns an image that another module has found or pulled; empty if none has, or is only about to. */
    public Optional<PresentImage> known(String engine, ImageToPull image, boolean always) {
        CompletableFuture<Map<String, String>> other = cache.get(key(engine, image));
        return other == null || !other.isDone() || other.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(of(other.join())).filter(known -> known.isPulled() || !always);
    }

    private static String key(String engine, ImageToPull image) {
        return PREFIX + engine + "\n" + image.key();
    }

    /** Returns whether a module has found or pulled an image in some engine, or is doing so. */
    public boolean has(ImageToPull image) {
        return cache.keySet().stream().anyMatch(key -> key.startsWith(PREFIX) && key.endsWith("\n" + image.key()));
    }

    private PresentImage load(String key, CompletableFuture<Map<String, String>> own, Supplier<PresentImage> loader) {
        try {
            PresentImage loaded = loader.get();
            own.complete(toMap(loaded));
            return loaded;
        } finally {
            if (!own.isDone()) {
                cache.remove(key, own);
                own.cancel(false);
            }
        }
    }

    /** Deletes all images of an engine from the cache, because some have been removed from the engine. */
    public void forget(String engine) {
        cache.keySet().removeIf(key -> key.startsWith(PREFIX + engine + "\n"));
    }

    private static Map<String, String> toMap(PresentImage cached) {
        LocalImage image = cached.image();
        return Map.of(
                BY_OWN_NAME, Boolean.toString(cached.byOwnName()),
                OUTCOME, cached.outcome().name(),
                ID, image.id(),
                OS, image.os(),
                ARCHITECTURE, image.architecture(),
                VARIANT, image.variant(),
                SIZE, Long.toString(image.size()),
                DIGESTS, String.join(LIST, image.digests()));
    }

    private static PresentImage of(Map<String, String> map) {
        var image = new LocalImage(
                map.get(ID),
                map.get(OS),
                map.get(ARCHITECTURE),
                map.get(VARIANT),
                Long.parseLong(map.get(SIZE)),
                List.of(),
                map.get(DIGESTS).isEmpty()
                        ? List.of()
                        : List.of(map.get(DIGESTS).split(LIST, -1)));
        return new PresentImage(
                image, PullState.valueOf(map.get(OUTCOME)), Boolean.parseBoolean(map.get(BY_OWN_NAME)), true);
    }
}
