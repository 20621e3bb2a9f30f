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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Limits the time of one whole HTTP exchange of the JDK, whose own timeouts limit only each of its steps. */
public final class TimedExchange {
    private static final Duration DISCONNECT_PAUSE = Duration.ofMillis(20);

    private final HttpURLConnection connection;
    private final String name;
    private volatile boolean isOver;
    private boolean hasBody;

    /**
     * Prepares an exchange; sends nothing yet.
     *
     * @param name the name of its thread
     */
    public TimedExchange(HttpURLConnection connection, String name) {
        this.connection = connection;
        this.name = name;
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
     * Runs the exchange in a thread of its own, and disconnects at its end.
     *
     * @param work sends the request; reads the answer only through {@link #body}
     * @throws SocketTimeoutException if it takes longer than the limit
     * @throws IOException if it fails, or the calling thread is interrupted
     */
    public <T> T run(Duration limit, Callable<T> work) throws IOException {
        var task = new FutureTask<>(work);
        // Ends the wait for a silent server; one that sends byte by byte is ended below.
        connection.setReadTimeout(Math.toIntExact(limit.toMillis()));
        start(task);
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
            isOver = true;
            disconnect(task);
            if (!task.isDone()) {
                start(() -> disconnectUntilDone(task));
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

    private void start(Runnable work) {
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
