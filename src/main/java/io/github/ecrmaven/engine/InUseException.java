package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;

/**
 * An image that the engine does not remove because a container uses it: whether that is a failure, the caller knows.
 */
public final class InUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InUseException(String message, RefusedException cause) {
        super(message, cause);
    }

    /** Returns it as a failure. */
    public ExplainedException explain() {
        return ExplainedException.environment(getMessage(), getCause());
    }
}
