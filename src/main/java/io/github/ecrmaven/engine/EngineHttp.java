package io.github.ecrmaven.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Takes docker-java's requests to an engine. An answer that is no success is thrown, so that its words come from one
 * place.
 */
final class EngineHttp implements DockerHttpClient {
    private final EngineConnections connections;
    private final Duration timeout;
    private final Supplier<ActivityClock> clock;
    private final UnaryOperator<InputStream> reader;

    private EngineHttp(
            EngineConnections connections,
            Duration timeout,
            Supplier<ActivityClock> clock,
            UnaryOperator<InputStream> reader) {
        this.connections = connections;
        this.timeout = timeout;
        this.clock = clock;
        this.reader = reader;
    }

    /**
     * For requests whose answers are of use only as a whole.
     *
     * @param timeout for each of them
     */
    static EngineHttp ofWholeAnswers(EngineConnections connections, Duration timeout) {
        return new EngineHttp(connections, timeout, ActivityClock::new, null);
    }

    /**
     * For a request whose answer lasts.
     *
     * @param timeout how long the clock may run
     * @param clock is asked for before the request, by the thread that reads the answer and restarts the clock
     * @param reader limits what may come
     */
    static EngineHttp ofStream(
            EngineConnections connections,
            Duration timeout,
            Supplier<ActivityClock> clock,
            UnaryOperator<InputStream> reader) {
        return new EngineHttp(connections, timeout, clock, reader);
    }

    /**
     * Sends a request.
     *
     * @throws RefusedException when the answer is no success
     * @throws UncheckedIOException when there is none, or not all of it
     */
    @Override
    public Response execute(Request request) {
        try {
            EngineAnswer answer = connections.send(request, timeout, clock.get());
            try {
                boolean refused = answer.getStatusCode() / 100 != 2;
                if (refused || reader == null) {
                    answer.readWhole();
                }
                if (refused) {
                    throw RefusedException.of(
                            answer.getStatusCode(), answer.getBody().readAllBytes());
                }
                if (reader != null) {
                    answer.readBy(reader);
                }
            } catch (IOException | RuntimeException e) {
                answer.close();
                throw e;
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves the connections to others. */
    @Override
    public void close() {}
}
