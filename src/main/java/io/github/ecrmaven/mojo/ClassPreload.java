package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Loads the classes that a goal is going to need in the background, while the goal reads its configuration. */
final class ClassPreload {
    private ClassPreload() {}

    /**
     * Runs a goal's work. Does not end before the classes are loaded: Maven closes the plugin's class loader after a
     * build that fails.
     *
     * @param load loads classes; where it fails, the work meets the same failure
     */
    static void during(Runnable load, Runnable work) {
        ExecutorService thread = DaemonThreads.fixed(1, "ecr-preload");
        CompletableFuture<Void> loading = CompletableFuture.runAsync(load, thread);
        thread.shutdown();
        try {
            work.run();
        } finally {
            loading.exceptionally(failure -> null).join();
        }
    }
}
