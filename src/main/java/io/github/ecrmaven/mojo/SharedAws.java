package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The connections to AWS of a run: modules that sign in in the same way share one. */
final class SharedAws implements AutoCloseable {
    /** No map: to start the generated hash code of a record takes each build 10 ms. */
    private final List<Session> sessions = new ArrayList<>();

    private final Function<Registries, Session> connect;

    /**
     * Connects to nothing yet.
     *
     * @param connect connects to AWS for registries
     */
    SharedAws(Function<Registries, Session> connect) {
        this.connect = connect;
    }

    /** A connection for registries, and the authorization tokens that it gets. */
    record Session(Registries registries, AwsSession aws, AuthorizationTokens tokens) {}

    /** Returns the connection for the registries of a module. */
    Session with(Registries registries) {
        for (Session session : sessions) {
            if (session.registries().equals(registries)) {
                return session;
            }
        }
        Session session = connect.apply(registries);
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        sessions.forEach(session -> session.aws().close());
    }
}
