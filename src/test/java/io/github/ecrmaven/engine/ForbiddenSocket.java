package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.net.BindException;
import java.net.URI;

/** The failure for a Unix socket without permission, also for tests that run as root. */
public final class ForbiddenSocket {
    private ForbiddenSocket() {}

    /** Returns the failure for the exception that the JDK throws without permission. */
    public static ExplainedException failure(String socket, String chosenBy) {
        return EngineFailures.noEngine(
                new IllegalStateException(new BindException("Permission denied")),
                new EngineAddress(URI.create(socket), null, chosenBy));
    }
}
