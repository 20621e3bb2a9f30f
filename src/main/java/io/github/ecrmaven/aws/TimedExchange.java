package io.github.ecrmaven.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Limits the time of a whole HTTP exchange of the JDK, whose own timeouts limit only each of its steps. */
public final class TimedExchange {
    private static final Duration DISCONNECT_PAUSE = Duration.ofMillis(20);

    private final HttpURLConnection connection;
    private volatile boolean isOver;
    private boolean hasBody;

    private TimedExchange(HttpURLConnection connection) {
        this.connection = connection;
    }

    /** What is sent, and what is made of the answer. */
    @FunctionalInterface
    public interface Work<T> {
        /** Sends the request; reads the answer only through {@link #body}. */
        T run(TimedExchange time) throws Exception;
    }

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
    public static <T> T run(Duration limit, HttpURLConnection connection, String name, Work<T> work)
            throws IOException {
        var time = new TimedExchange(connection);
        var task = new FutureTask<>(() -> work.run(time));
        // Ends the wait for a silent server; one that sends byte by byte is ended below.
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
            time.isOver = true;
            time.disconnect(task);
            if (!task.isDone()) {
                start(() -> time.disconnectUntilDone(task), name);
            }
        }
    }

    /** Returns the body of the answer, which cannot be read any more once the time is over. */
    public synchronized InputStream body(InputStream answer) {
        hasBody = true;
        return new FilterInputStream(answer) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                check();
                return super.read(buffer, offset, length);
            }
        };
    }

    private void check() throws SocketTimeoutException {
        if (isOver) {
            throw new SocketTimeoutException("the time is over");
        }
    }

    private static void start(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** While the thread is still connecting, there is nothing to disconnect. */
    private void disconnectUntilDone(Future<?> task) {
        while (!task.isDone()) {
            LockSupport.parkNanos(DISCONNECT_PAUSE.toNanos());
            disconnect(task);
        }
    }

    /**
     * Disconnects, but leaves a body to the thread that reads it: its next read fails.
     *
     * <p>If another thread disconnects, Java gives the rest of a kept-alive body to its Keep-Alive-SocketCleaner, which
     * holds the stream's lock while it reads; the thread would wait for that lock as long as the server sends.
     */
    private synchronized void disconnect(Future<?> task) {
        if (!hasBody || task.isDone()) {
            connection.disconnect();
        }
    }
}
