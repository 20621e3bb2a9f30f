package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The transport of docker-java's requests to an engine. It throws error responses as {@link RefusedException}, so that
 * their messages are read in one place.
 */
final class EngineHttp implements DockerHttpClient {
    private final EngineConnections connections;
    private final Duration timeout;
    private final PullStream pull;

    /**
     * Creates a transport.
     *
     * @param timeout how long nothing new of a response may come
     * @param pull reads the response as a stream, with a clock of its own; null to read bodies into memory first
     */
    EngineHttp(EngineConnections connections, Duration timeout, PullStream pull) {
        this.connections = connections;
        this.timeout = timeout;
        this.pull = pull;
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
            ActivityClock clock = pull == null ? new ActivityClock() : pull.begin();
            EngineResponse response = connections.send(request, timeout, clock);
            try {
                boolean refused = response.getStatusCode() / 100 != 2;
                if (refused || pull == null) {
                    response.readBody();
                }
                if (refused) {
                    throw RefusedException.of(
                            response.getStatusCode(), response.getBody().readAllBytes());
                }
                if (pull != null) {
                    response.wrapBody(pull::limit);
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
