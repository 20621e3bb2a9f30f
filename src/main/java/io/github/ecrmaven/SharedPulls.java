package io.github.ecrmaven;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Keeps the modules of a build from pulling an image that another of them pulls or has pulled. */
final class SharedPulls {
    private static final String ID = "id";

    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache;

    /**
     * Shares pulls.
     *
     * @param cache of the build, which its modules share. It holds types of the JDK alone, because modules may have the
     *     classes of this plugin from different class loaders
     */
    SharedPulls(ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache) {
        this.cache = cache;
    }

    /**
     * Pulls an image, or waits for who does.
     *
     * @param key the image, its platform and the engine
     * @param presentId looks for the image in the engine: a later goal may have removed it again
     * @param pull pulls it and returns its id. A failure is never kept: whoever waited for it pulls for himself
     * @return whether another has pulled it
     */
    boolean pulledByAnother(String key, Supplier<Optional<String>> presentId, Supplier<String> pull)
            throws InterruptedException {
        while (true) {
            var mine = new CompletableFuture<Map<String, String>>();
            CompletableFuture<Map<String, String>> others = cache.putIfAbsent(key, mine);
            if (others == null) {
                try {
                    mine.complete(Map.of(ID, pull.get()));
                    return false;
                } finally {
                    if (!mine.isDone()) {
                        cache.remove(key, mine);
                        mine.cancel(false);
                    }
                }
            }
            try {
                String id = others.get().get(ID); // waits, and only then is there something to look for
                if (presentId.get().filter(id::equals).isPresent()) {
                    return true;
                }
            } catch (ExecutionException | CancellationException e) {
                // Whoever pulled it says why.
            }
            cache.remove(key, others);
        }
    }
}
