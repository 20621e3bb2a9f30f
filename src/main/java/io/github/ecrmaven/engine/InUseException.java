package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;

/**
 * The engine does not remove an image because a container uses it, or another image was built from it. The caller
 * decides whether that is a failure.
 */
public final class InUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean isByImage;

    /**
     * Creates the exception.
     *
     * @param isByImage whether another image was built from it
     */
    InUseException(String message, RefusedException cause, boolean isByImage) {
        super(message, cause);
        this.isByImage = isByImage;
    }

    /** Returns whether another image was built from it: the engine deletes both together. */
    public boolean isByImage() {
        return isByImage;
    }

    /** Returns the failure with the same message. */
    public ExplainedException explain() {
        return ExplainedException.environment(getMessage(), getCause());
    }
}
