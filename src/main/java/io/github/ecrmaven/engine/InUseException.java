package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;

/** The engine does not remove an image because a container uses it. The caller decides whether that is a failure. */
public final class InUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InUseException(String message, RefusedException cause) {
        super(message, cause);
    }

    /** Returns the failure with the same message. */
    public ExplainedException explain() {
        return ExplainedException.environment(getMessage(), getCause());
    }
}
