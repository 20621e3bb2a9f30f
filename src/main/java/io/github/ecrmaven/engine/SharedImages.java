package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Keeps the modules of a build from looking for, or pulling, an image that another of them has found or pulled. */
public final class SharedImages {
    private static final String PREFIX = "image\n";
    private static final String LIST = "\n";
    private static final String OUTCOME = "outcome";
    private static final String ID = "id";
    private static final String OS = "os";
    private static final String ARCHITECTURE = "architecture";
    private static final String VARIANT = "variant";
    private static final String SIZE = "size";
    private static final String DIGESTS = "digests";

    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache;

    /**
     * Shares images.
     *
     * @param cache of the build, which its modules share. It holds types of the JDK alone, because modules may have the
     *     classes of this plugin from different class loaders
     */
    public SharedImages(ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache) {
        this.cache = cache;
    }

    /**
     * An image that is in the engine.
     *
     * @param image the image
     * @param outcome how it was found to be there
     * @param ofAnother whether another module had to do with the engine for it
     */
    public record Shared(LocalImage image, PullState outcome, boolean ofAnother) {
        /** Returns whether the registry was asked for it. */
        public boolean isPull() {
            return outcome != PullState.ALREADY_PRESENT;
        }
    }

    /**
     * Returns an image as another module found it, else provides it. Whoever comes meanwhile waits for that.
     *
     * @param engine that has the image
     * @param image the image
     * @param always whether the registry must have been asked for it in this build
     * @param alone provides it. A failure is never kept: whoever waited for it does that for himself
     */
    public Shared get(String engine, ImageToPull image, boolean always, Supplier<Shared> alone)
            throws InterruptedException {
        String key = PREFIX + String.join("\n", engine, image.reference().toString(), String.valueOf(image.platform()));
        while (true) {
            var mine = new CompletableFuture<Map<String, String>>();
            CompletableFuture<Map<String, String>> others = cache.putIfAbsent(key, mine);
            if (others == null) {
                return provide(key, mine, alone);
            }
            try {
                Shared known = of(others.get());
                if (known.isPull() || !always) {
                    return known;
                }
            } catch (ExecutionException | CancellationException e) {
                // Whoever provided it says why.
            }
            cache.remove(key, others);
        }
    }

    private Shared provide(String key, CompletableFuture<Map<String, String>> mine, Supplier<Shared> alone) {
        try {
            Shared provided = alone.get();
            mine.complete(toMap(provided));
            return provided;
        } finally {
            if (!mine.isDone()) {
                cache.remove(key, mine);
                mine.cancel(false);
            }
        }
    }

    /** Forgets all images of an engine, of which some have been removed. */
    public void forget(String engine) {
        cache.keySet().removeIf(key -> key.startsWith(PREFIX + engine + "\n"));
    }

    private static Map<String, String> toMap(Shared shared) {
        LocalImage image = shared.image;
        return Map.of(
                OUTCOME, shared.outcome.name(),
                ID, image.id(),
                OS, image.os(),
                ARCHITECTURE, image.architecture(),
                VARIANT, image.variant(),
                SIZE, Long.toString(image.size()),
                DIGESTS, String.join(LIST, image.digests()));
    }

    private static Shared of(Map<String, String> map) {
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
        return new Shared(image, PullState.valueOf(map.get(OUTCOME)), true);
    }
}
