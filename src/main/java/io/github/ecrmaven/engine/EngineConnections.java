package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * Speaks HTTP with the engine, over connections that are kept for later requests. A connection that is waited on for
 * too long is ended, whatever it is made of: Unix sockets, pipes and processes have no time limits of their own.
 */
final class EngineConnections implements AutoCloseable {
    private static final int MOST_TRIES = 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final EngineConnector connector;
    private final String base;
    private final Deque<DefaultBHttpClientConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<DefaultBHttpClientConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(EngineConnections::daemon);
    private volatile boolean closed;

    EngineConnections(EngineAddress address) {
        this.connector = new EngineConnector(address, watch, CONNECT_TIMEOUT);
        this.base = address.basePath();
    }

    /**
     * Sends a request.
     *
     * @param timeout how long the clock may run, also while the answer is read
     * @param clock which begins with the request, and which the reader of the answer restarts
     * @return the answer, to be read and closed
     * @throws EngineSilentException when the clock runs for longer
     */
    EngineAnswer send(Request request, Duration timeout, ActivityClock clock) throws IOException {
        var message = new BasicClassicHttpRequest(request.method(), base + withSlashes(request.path()));
        request.headers().forEach(message::setHeader);
        message.setHeader("Host", "localhost");
        message.setHeader("User-Agent", "ecr-maven-plugin");
        if (request.method().equals(Request.Method.POST.name())) {
            // No POST of this plugin has a body.
            message.setHeader("Content-Length", 0);
        }
        DefaultBHttpClientConnection kept = idle.pollFirst();
        if (kept != null) {
            try {
                return answer(kept, message, timeout, clock);
            } catch (EngineSilentException e) {
                throw e;
            } catch (IOException e) {
                // The engine ended the kept connection in the meantime: a new one tells.
            }
        }
        for (int tries = 1; ; tries++) {
            try {
                return answer(connect(), message, timeout, clock);
            } catch (SshFailedException e) {
                if (!e.isTurnedAway() || tries == MOST_TRIES) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** Docker-java escapes those in the names of images, which proxies before an engine may refuse. */
    private static String withSlashes(String path) {
        int query = path.indexOf('?');
        return query < 0
                ? path.replace("%2F", "/")
                : path.substring(0, query).replace("%2F", "/") + path.substring(query);
    }

    private EngineAnswer answer(
            DefaultBHttpClientConnection connection,
            BasicClassicHttpRequest message,
            Duration timeout,
            ActivityClock clock)
            throws IOException {
        return new EngineAnswer(connection, message, timeout, clock, watch, this::keep, this::end);
    }

    private void keep(DefaultBHttpClientConnection connection) {
        if (closed) {
            end(connection);
        } else {
            idle.addFirst(connection);
        }
    }

    /** A random time, so that those who were turned away together do not return together. */
    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private DefaultBHttpClientConnection connect() throws IOException {
        var connection = new DefaultBHttpClientConnection(EngineAnswer.LIMITS);
        try {
            connection.bind(connector.open());
        } catch (RejectedExecutionException e) {
            throw EngineAnswer.closed();
        }
        open.add(connection);
        if (closed) {
            end(connection);
            throw EngineAnswer.closed();
        }
        return connection;
    }

    private void end(DefaultBHttpClientConnection connection) {
        open.remove(connection);
        connection.close(CloseMode.IMMEDIATE);
    }

    /** Ends all connections at once, those too that answers come over. */
    @Override
    public void close() {
        closed = true;
        watch.shutdownNow();
        open.forEach(this::end);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "container-engine-watch");
        thread.setDaemon(true);
        return thread;
    }
}
