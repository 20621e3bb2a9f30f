package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** An HTTP response of an engine, whose body may still be on its way. */
final class EngineResponse implements DockerHttpClient.Response {
    /** Engines send about 10 headers, and proxies a few more. */
    static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(16 << 10)
            .build();

    /** The longest bodies, apart from streams, are lists of images with about 1 KiB for each. */
    private static final int MAX_BODY = 8 << 20;

    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final DefaultBHttpClientConnection connection;
    private final Consumer<DefaultBHttpClientConnection> keep;
    private final Consumer<DefaultBHttpClientConnection> discard;
    private final Duration timeout;
    private final ActivityClock clock;
    private final Future<?> check;
    private final ClassicHttpResponse response;
    private InputStream body;
    private volatile boolean silent;
    private boolean ended;
    private boolean closed;

    /**
     * Sends a request, and reads the headers of the response.
     *
     * @param timeout how long nothing new may come
     * @param clock measures that; the reader of the response restarts it
     * @param watch runs the task that closes the connection after the timeout
     * @param keep receives the connection at the end if it can be used again
     * @param discard receives the connection otherwise, and closes it
     */
    EngineResponse(
            DefaultBHttpClientConnection connection,
            BasicClassicHttpRequest request,
            Duration timeout,
            ActivityClock clock,
            ScheduledExecutorService watch,
            Consumer<DefaultBHttpClientConnection> keep,
            Consumer<DefaultBHttpClientConnection> discard)
            throws IOException {
        this.keep = keep;
        this.discard = discard;
        this.connection = connection;
        this.timeout = timeout;
        this.clock = clock;
        clock.restart();
        this.check = watch(watch);
        boolean complete = false;
        try {
            response = EXECUTOR.execute(request, connection, HttpCoreContext.create());
            body = body();
            complete = true;
        } catch (HttpException e) {
            throw new IOException(e);
        } catch (IOException e) {
            throw explained(e);
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    @Override
    public int getStatusCode() {
        return response.getCode();
    }

    /** Returns no headers: docker-java reads none. */
    @Override
    public Map<String, List<String>> getHeaders() {
        return Map.of();
    }

    /** Returns the body. Reading it fails if the connection is closed before its end. */
    @Override
    public InputStream getBody() {
        return body;
    }

    /**
     * Reads the body into memory.
     *
     * @throws TooMuchException if it is longer than {@value #MAX_BODY} bytes
     */
    void readBody() throws IOException {
        body = new ByteArrayInputStream(new LimitedInputStream(body, MAX_BODY).readAllBytes());
    }

    /** Wraps the stream of the body. */
    void wrapBody(UnaryOperator<InputStream> wrapper) {
        body = wrapper.apply(body);
    }

    private InputStream body() throws IOException {
        if (response.getEntity() == null) {
            return InputStream.nullInputStream();
        }
        return new FilterInputStream(response.getEntity().getContent()) {
            @Override
            public int read() throws IOException {
                try {
                    return noteEnd(super.read());
                } catch (IOException e) {
                    throw explained(e);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return noteEnd(super.read(bytes, offset, length));
                } catch (IOException e) {
                    throw explained(e);
                }
            }

            /** Does nothing: the stream itself would read the rest of the body first. */
            @Override
            public void close() {}
        };
    }

    private int noteEnd(int read) {
        ended = read < 0;
        return read;
    }

    private IOException explained(IOException failure) {
        if (failure instanceof MessageConstraintException) {
            return new TooMuchException(LIMITS.getMaxHeaderCount() + " headers, or " + LIMITS.getMaxLineLength() / 1024
                    + " KiB in one of them");
        }
        return silent ? new EngineSilentException(timeout) : failure;
    }

    private Future<?> watch(ScheduledExecutorService watch) throws IOException {
        long period = Math.max(1, timeout.toMillis() / 20);
        try {
            return watch.scheduleWithFixedDelay(this::closeIfSilent, period, period, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            discard.accept(connection);
            throw closed();
        }
    }

    private void closeIfSilent() {
        if (clock.hasReached(timeout)) {
            silent = true;
            discard.accept(connection);
        }
    }

    /** Keeps the connection for another request if the response was read to its end; closes it otherwise. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        check.cancel(false);
        boolean reusable = (ended || (response != null && response.getEntity() == null))
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, null);
        if (reusable && connection.isOpen()) {
            keep.accept(connection);
        } else {
            discard.accept(connection);
        }
    }

    static IOException closed() {
        return new IOException("the connections to the engine are closed");
    }
}
