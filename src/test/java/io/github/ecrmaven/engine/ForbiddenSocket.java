package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.net.BindException;
import java.net.URI;

/** The failure to connect to a Unix socket without permission. It needs no such socket, so tests can run as root. */
public final class ForbiddenSocket {
    private ForbiddenSocket() {}

    /** Returns the failure that explains the exception that the JDK throws for such a socket. */
    public static ExplainedException failure(String socket, String chosenBy) {
        return EngineFailures.noEngine(
                new IllegalStateException(new BindException("Permission denied")),
                new EngineAddress(URI.create(socket), null, chosenBy));
    }
}
