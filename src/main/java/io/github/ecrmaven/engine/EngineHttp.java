package io.github.ecrmaven.engine;

import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * Speaks HTTP with the engine, over connections that are kept for later requests. A connection that is waited on for
 * too long is ended, whatever it is made of: Unix sockets, pipes and processes have no time limits of their own.
 */
final class EngineHttp implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int MOST_TRIES = 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final EngineConnector connector;
    private final String base;
    private final Deque<DefaultBHttpClientConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<DefaultBHttpClientConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(EngineHttp::daemon);
    private volatile boolean closed;

    EngineHttp(EngineAddress address) {
        this.connector = new EngineConnector(address, watch, CONNECT_TIMEOUT);
        this.base = address.basePath();
    }

    /**
     * Sends a request without a body, whose whole answer comes soon.
     *
     * @param headers beside those that HTTP asks for
     * @param patience how long the answer may take
     * @return the answer, to be read and closed
     * @throws EngineSilentException when it takes longer, also while it is read
     */
    EngineAnswer send(String method, String path, Map<String, String> headers, Duration patience) throws IOException {
        return send(method, path, headers, NOTHING, patience, new Pulse());
    }

    /**
     * Sends a request, whose answer may last.
     *
     * @param headers beside those that HTTP asks for
     * @param body of a POST; empty for none
     * @param patience how long the pulse may stop
     * @param pulse of the answer, for its reader to beat
     * @return the answer, to be read and closed
     * @throws EngineSilentException when the pulse stops for longer, also while the answer is read
     */
    EngineAnswer send(
            String method, String path, Map<String, String> headers, byte[] body, Duration patience, Pulse pulse)
            throws IOException {
        var request = new BasicClassicHttpRequest(method, base + path);
        request.setHeader("Host", "localhost");
        request.setHeader("User-Agent", "ecr-maven-plugin");
        headers.forEach(request::setHeader);
        if (method.equals("POST")) {
            request.setHeader("Content-Length", body.length);
            request.setEntity(
                    body.length == 0 ? null : new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
        }
        DefaultBHttpClientConnection kept = idle.pollFirst();
        if (kept != null) {
            try {
                return answer(kept, request, patience, pulse);
            } catch (EngineSilentException e) {
                throw e;
            } catch (IOException e) {
                // The engine ended the kept connection in the meantime: a new one tells.
            }
        }
        for (int tries = 1; ; tries++) {
            try {
                return answer(connect(), request, patience, pulse);
            } catch (SshFailedException e) {
                if (!e.isTurnedAway() || tries == MOST_TRIES) {
                    throw e;
                }
            }
            pause();
        }
    }

    private EngineAnswer answer(
            DefaultBHttpClientConnection connection, BasicClassicHttpRequest request, Duration patience, Pulse pulse)
            throws IOException {
        return new EngineAnswer(connection, request, patience, pulse, watch, this::keep, this::end);
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
