package io.github.ecrmaven.image;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Thread pools that do not keep the JVM from ending, and the results of their tasks. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Creates a pool with as many threads as there are tasks. */
    public static ExecutorService cached(String name) {
        return Executors.newCachedThreadPool(named(name));
    }

    /** Creates a pool with a fixed number of threads. */
    public static ExecutorService fixed(int count, String name) {
        return Executors.newFixedThreadPool(count, named(name));
    }

    /** Creates a pool with one thread, for tasks that run later. */
    public static ScheduledExecutorService scheduled(String name) {
        return Executors.newSingleThreadScheduledExecutor(named(name));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits for a result. Throws what the task has thrown. */
    public static <T> T result(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
