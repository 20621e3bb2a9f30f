package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The connections to AWS of a run: modules that sign in in the same way share one. */
final class SharedAws implements AutoCloseable {
    private final Map<Object, Session> sessions = new HashMap<>();
    private final Function<Registries, AwsSession> aws;
    private final Function<AwsSession, AuthorizationTokens> tokens;

    /**
     * Connects to nothing yet.
     *
     * @param aws connects to AWS for registries
     * @param tokens signs in to registries
     */
    SharedAws(Function<Registries, AwsSession> aws, Function<AwsSession, AuthorizationTokens> tokens) {
        this.aws = aws;
        this.tokens = tokens;
    }

    /** A connection, and the authorization tokens that it gets. */
    record Session(AwsSession aws, AuthorizationTokens tokens) {}

    /** Returns the connection for the registries of a module. */
    Session with(Registries registries) {
        List<Object> key = Arrays.asList(
                registries.declared(), registries.credentials(), registries.region(), registries.endpoint());
        return sessions.computeIfAbsent(key, absent -> {
            AwsSession reached = aws.apply(registries);
            return new Session(reached, tokens.apply(reached));
        });
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.aws().close());
    }
}
