package io.github.ecrmaven.engine;

import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
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
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final EngineConnector connector;
    private final String base;
    private final Deque<DefaultBHttpClientConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<DefaultBHttpClientConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(EngineHttp::daemon);
    private volatile boolean closed;

    EngineHttp(EngineAddress address) {
        this.connector = new EngineConnector(address);
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
    Answer send(String method, String path, Map<String, String> headers, Duration patience) throws IOException {
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
    Answer send(String method, String path, Map<String, String> headers, byte[] body, Duration patience, Pulse pulse)
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
                return new Answer(kept, request, patience, pulse);
            } catch (EngineSilentException e) {
                throw e;
            } catch (IOException e) {
                // The engine ended the kept connection in the meantime: a new one tells.
            }
        }
        for (int tries = 1; ; tries++) {
            try {
                return new Answer(connect(), request, patience, pulse);
            } catch (SshFailedException e) {
                if (!e.isTurnedAway() || tries == MOST_TRIES) {
                    throw e;
                }
            }
            pause();
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
        var connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
        connection.bind(connector.open());
        open.add(connection);
        if (closed) {
            end(connection);
            throw closed();
        }
        return connection;
    }

    private static IOException closed() {
        return new IOException("the connections to the engine are closed");
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

    /** An answer as it comes. */
    final class Answer implements AutoCloseable {
        private final DefaultBHttpClientConnection connection;
        private final Duration patience;
        private final Pulse pulse;
        private final Future<?> check;
        private final ClassicHttpResponse response;
        private volatile boolean silent;
        private boolean ended;

        private Answer(
                DefaultBHttpClientConnection connection,
                BasicClassicHttpRequest request,
                Duration patience,
                Pulse pulse)
                throws IOException {
            this.connection = connection;
            this.patience = patience;
            this.pulse = pulse;
            pulse.beat();
            this.check = watch();
            boolean whole = false;
            try {
                connection.sendRequestHeader(request);
                if (request.getEntity() != null) {
                    connection.sendRequestEntity(request);
                }
                connection.flush();
                response = receive();
                whole = true;
            } catch (HttpException e) {
                throw new IOException(e.getMessage(), e);
            } catch (IOException e) {
                throw explained(e);
            } finally {
                if (!whole) {
                    close();
                }
            }
        }

        /** Passes over the interim answers that HTTP allows. */
        private ClassicHttpResponse receive() throws HttpException, IOException {
            ClassicHttpResponse head;
            do {
                head = connection.receiveResponseHeader();
            } while (head.getCode() / 100 == 1);
            connection.receiveResponseEntity(head);
            return head;
        }

        int status() {
            return response.getCode();
        }

        /** The body; reading it fails when the connection ends before it. */
        InputStream body() throws IOException {
            if (response.getEntity() == null) {
                return InputStream.nullInputStream();
            }
            return new FilterInputStream(response.getEntity().getContent()) {
                @Override
                public int read() throws IOException {
                    return noted(super.read());
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        return noted(super.read(bytes, offset, length));
                    } catch (IOException e) {
                        throw explained(e);
                    }
                }
            };
        }

        private int noted(int read) {
            ended = read < 0;
            return read;
        }

        private IOException explained(IOException failure) {
            return silent ? new EngineSilentException(patience) : failure;
        }

        private Future<?> watch() throws IOException {
            long period = Math.max(1, patience.toMillis() / 20);
            try {
                return watch.scheduleWithFixedDelay(this::endIfSilent, period, period, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                end(connection);
                throw closed();
            }
        }

        private void endIfSilent() {
            if (pulse.hasStopped(patience)) {
                silent = true;
                end(connection);
            }
        }

        /** Keeps the connection for the next request where the answer was read to its end, else ends it. */
        @Override
        public void close() {
            check.cancel(false);
            boolean reusable = (ended || (response != null && response.getEntity() == null))
                    && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, null);
            if (reusable && !closed && connection.isOpen()) {
                idle.addFirst(connection);
            } else {
                end(connection);
            }
        }
    }
}
