package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.net.BindException;
import java.net.URI;

/** A Unix socket that this user may not connect to; a test that runs as root may connect to all. */
public final class ForbiddenSocket {
    private ForbiddenSocket() {}

    /** What is thrown where the JDK says that there is no permission. */
    public static ExplainedException failure(String socket, String chosenBy) {
        return EngineFailures.noEngine(
                new IllegalStateException(new BindException("Permission denied")),
                new EngineAddress(URI.create(socket), null, chosenBy));
    }
}
