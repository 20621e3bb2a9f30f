package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The connections to AWS of a run: modules that sign in in the same way share one. */
final class SharedAws implements AutoCloseable {
    private final List<Session> sessions = new ArrayList<>();
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

    /** A connection for registries, and the authorization tokens that it gets. */
    record Session(Registries registries, AwsSession aws, AuthorizationTokens tokens) {}

    /** Returns the connection for the registries of a module. */
    Session with(Registries registries) {
        for (Session session : sessions) {
            if (session.registries().signInLike(registries)) {
                return session;
            }
        }
        AwsSession reached = aws.apply(registries);
        Session session = new Session(registries, reached, tokens.apply(reached));
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        sessions.forEach(session -> session.aws().close());
    }
}
