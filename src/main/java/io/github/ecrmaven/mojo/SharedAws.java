package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.SettingsProxy;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The connections to AWS of a run: modules that sign in in the same way share one. */
final class SharedAws implements AutoCloseable {
    /** No map: to start the generated hash code of a record takes each build 10 ms. */
    private final List<Session> sessions = new ArrayList<>();

    private final GoalContext context;
    private final List<SettingsProxy> proxies;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    /**
     * Connects to nothing yet.
     *
     * @param context the context of the goal that Maven runs
     * @param proxies the active proxies of settings.xml
     * @param log receives what is done, line by line, from any thread
     * @param warnings receives what is wrong but no failure; the same may come several times
     */
    SharedAws(GoalContext context, List<SettingsProxy> proxies, Consumer<String> log, Consumer<String> warnings) {
        this.context = context;
        this.proxies = proxies;
        this.log = log;
        this.warnings = warnings;
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
        var aws = new AwsSession(registries::access, context.environment(), proxies, warnings);
        var tokens = new AuthorizationTokens(aws, context.buildCache(), log, warnings);
        var session = new Session(registries, aws, tokens);
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        sessions.forEach(session -> session.aws().close());
    }
}
