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
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Gives an exchange over a connection of Java's a limit as a whole: its own time limits are for each of its steps. */
public final class TimedExchange {
    private static final Duration BETWEEN_DISCONNECTS = Duration.ofMillis(20);
    private static final int MOST_DISCONNECTS = 50;

    private TimedExchange() {}

    /** Opens a connection for one exchange, which goes through no proxy and follows no redirect; sends nothing yet. */
    static HttpURLConnection open(URI uri, Duration connectTimeout) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("User-Agent", "ecr-maven-plugin");
        // Otherwise Java would keep it open, and a thread with it.
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    /**
     * Makes an exchange, and disconnects whatever comes of it.
     *
     * @param name of the thread that it takes
     * @throws SocketTimeoutException when it takes longer
     * @throws IOException when it fails, or the thread that waits for it is interrupted
     */
    public static <T> T within(Duration limit, HttpURLConnection connection, String name, Callable<T> exchange)
            throws IOException {
        var task = new FutureTask<>(exchange);
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        // The silence of a server is limited here; a server that sends bit by bit is disconnected below.
        connection.setReadTimeout(Math.toIntExact(limit.toMillis()));
        thread.start();
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
            // Otherwise the thread would wait on.
            connection.disconnect();
            for (int i = 0; i < MOST_DISCONNECTS && !task.isDone(); i++) {
                // Before there is a connection, there was nothing to disconnect.
                LockSupport.parkNanos(BETWEEN_DISCONNECTS.toNanos());
                connection.disconnect();
            }
        }
    }
}
