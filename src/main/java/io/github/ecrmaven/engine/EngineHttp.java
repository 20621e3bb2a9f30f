package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The transport of docker-java's requests to an engine. It throws error responses as {@link RefusedException}, so that
 * their messages are read in one place.
 */
final class EngineHttp implements DockerHttpClient {
    private final EngineConnections connections;
    private final Duration timeout;
    private final Supplier<ActivityClock> clock;
    private final UnaryOperator<InputStream> wrapper;

    /**
     * Creates a transport.
     *
     * @param timeout how long nothing new of a response may come
     * @param clock measures that; called before each request, in the thread that reads the response
     * @param wrapper wraps the body of a response that is read as a stream; null to read bodies into memory first
     */
    EngineHttp(
            EngineConnections connections,
            Duration timeout,
            Supplier<ActivityClock> clock,
            UnaryOperator<InputStream> wrapper) {
        this.connections = connections;
        this.timeout = timeout;
        this.clock = clock;
        this.wrapper = wrapper;
    }

    /**
     * Sends a request.
     *
     * @throws RefusedException for an error response
     * @throws UncheckedIOException if there is no complete response
     */
    @Override
    public Response execute(Request request) {
        try {
            EngineResponse response = connections.send(request, timeout, clock.get());
            try {
                boolean refused = response.getStatusCode() / 100 != 2;
                if (refused || wrapper == null) {
                    response.readBody();
                }
                if (refused) {
                    throw RefusedException.of(
                            response.getStatusCode(), response.getBody().readAllBytes());
                }
                if (wrapper != null) {
                    response.wrapBody(wrapper);
                }
            } catch (IOException | RuntimeException e) {
                response.close();
                throw e;
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing: the connections are shared. */
    @Override
    public void close() {}
}
