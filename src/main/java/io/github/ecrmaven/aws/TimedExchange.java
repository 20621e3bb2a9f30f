package io.github.ecrmaven.aws;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Limits the time of a whole HTTP exchange of the JDK, whose own timeouts limit only each of its steps. */
public final class TimedExchange {
    private static final Duration DISCONNECT_PAUSE = Duration.ofMillis(20);

    private TimedExchange() {}

    /** Creates a connection that uses no proxy and follows no redirect; sends nothing yet. */
    static HttpURLConnection open(URI uri, Duration connectTimeout) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("User-Agent", "ecr-maven-plugin");
        // Otherwise Java would keep the connection open, with a thread.
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    /**
     * Runs an exchange in a thread of its own, and disconnects at its end.
     *
     * @param name the name of the thread
     * @throws SocketTimeoutException if it takes longer than the limit
     * @throws IOException if it fails, or the calling thread is interrupted
     */
    public static <T> T run(Duration limit, HttpURLConnection connection, String name, Callable<T> exchange)
            throws IOException {
        var task = new FutureTask<>(exchange);
        // Ends the wait for a silent server; one that sends byte by byte is disconnected below.
        connection.setReadTimeout(Math.toIntExact(limit.toMillis()));
        start(task, name);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer within " + limit);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            // Otherwise the thread would keep waiting.
            connection.disconnect();
            if (!task.isDone()) {
                start(() -> disconnectUntilDone(task, connection), name);
            }
        }
    }

    private static void start(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** While the thread is still connecting, there is nothing to disconnect. */
    private static void disconnectUntilDone(Future<?> task, HttpURLConnection connection) {
        while (!task.isDone()) {
            LockSupport.parkNanos(DISCONNECT_PAUSE.toNanos());
            connection.disconnect();
        }
    }
}
