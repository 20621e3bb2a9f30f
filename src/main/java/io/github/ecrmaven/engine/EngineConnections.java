package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import io.github.ecrmaven.image.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * The pool of HTTP connections to an engine. A connection on which nothing comes for too long is closed by a timer,
 * because Unix sockets, pipes and processes have no timeouts.
 */
final class EngineConnections implements AutoCloseable {
    private static final int MAX_TRIES = 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    private final EngineConnector connector;
    private final String base;
    private final Deque<DefaultBHttpClientConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<DefaultBHttpClientConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = DaemonThreads.scheduled("container-engine-watch");
    private volatile boolean closed;

    EngineConnections(EngineAddress address) {
        this.connector = new EngineConnector(address, watch, CONNECT_TIMEOUT);
        this.base = address.basePath();
    }

    /**
     * Sends a request.
     *
     * @param timeout how long nothing new may come, also while the response is read
     * @param clock measures that; it starts with the request, and the reader of the response restarts it
     * @return the response, to be read and closed
     * @throws EngineSilentException after the timeout
     */
    EngineResponse send(Request request, Duration timeout, ActivityClock clock) throws IOException {
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
                return receive(kept, message, timeout, clock);
            } catch (EngineSilentException e) {
                throw e;
            } catch (IOException e) {
                // The engine has closed the idle connection; try a new one.
            }
        }
        for (int tries = 1; ; tries++) {
            try {
                return receive(connect(), message, timeout, clock);
            } catch (SshFailedException e) {
                if (!e.isRejected() || tries == MAX_TRIES) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** Undoes docker-java's escaping of slashes in image names, which proxies in front of an engine may reject. */
    private static String withSlashes(String path) {
        int query = path.indexOf('?');
        return query < 0
                ? path.replace("%2F", "/")
                : path.substring(0, query).replace("%2F", "/") + path.substring(query);
    }

    private EngineResponse receive(
            DefaultBHttpClientConnection connection,
            BasicClassicHttpRequest message,
            Duration timeout,
            ActivityClock clock)
            throws IOException {
        return new EngineResponse(connection, message, timeout, clock, watch, this::keep, this::end);
    }

    private void keep(DefaultBHttpClientConnection connection) {
        if (closed) {
            end(connection);
        } else {
            idle.addFirst(connection);
        }
    }

    /** Waits for a random time, so that connections that were rejected together are not opened together again. */
    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(MAX_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private DefaultBHttpClientConnection connect() throws IOException {
        var connection = new DefaultBHttpClientConnection(EngineResponse.LIMITS);
        try {
            connection.bind(connector.open());
        } catch (RejectedExecutionException e) {
            throw EngineResponse.closed();
        }
        open.add(connection);
        if (closed) {
            end(connection);
            throw EngineResponse.closed();
        }
        return connection;
    }

    private void end(DefaultBHttpClientConnection connection) {
        open.remove(connection);
        connection.close(CloseMode.IMMEDIATE);
    }

    /** Closes all connections, also those of requests in progress. */
    @Override
    public void close() {
        closed = true;
        watch.shutdownNow();
        open.forEach(this::end);
    }
}
