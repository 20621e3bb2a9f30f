package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;

/**
 * A pull has failed in the engine or the registry. The caller may know more about the image, and so a better remedy.
 */
public final class PullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String messageWithoutRemedy;

    /** The kinds of failures that callers handle differently. */
    public enum Kind {
        /** The registry denied access: the credentials are missing, wrong or without permission. */
        REFUSED,
        /** The credentials have expired. */
        EXPIRED,
        /** The registry has no such repository, tag or digest, or does not show it to this user. */
        NOT_FOUND,
        /** The image does not exist for this platform. */
        NO_PLATFORM,
        /** The reference is an artifact that is no container image. */
        NO_IMAGE,
        /** A retry may help: a lost connection, throttling, a server error or a timeout. */
        TEMPORARY,
        /** A retry does not help: for example a full disk, or a wrong digest. */
        OTHER
    }

    /**
     * Creates the exception.
     *
     * @param messageWithoutRemedy what failed, where, and the message of the engine; without a full stop at its end
     * @param remedy what the user can do; empty if unknown
     * @param cause the cause, or null
     */
    PullException(Kind kind, String messageWithoutRemedy, String remedy, Throwable cause) {
        super(with(messageWithoutRemedy, remedy), cause);
        this.kind = kind;
        this.messageWithoutRemedy = messageWithoutRemedy;
    }

    private static String with(String message, String remedy) {
        return remedy.isEmpty() ? message : message + ". " + remedy;
    }

    /** Returns the message without the remedy. */
    public String messageWithoutRemedy() {
        return messageWithoutRemedy;
    }

    /** Returns the kind of the failure. */
    public Kind kind() {
        return kind;
    }

    /** Returns the failure with the remedy that follows from the engine's message. */
    public ExplainedException explain() {
        return ExplainedException.environment(getMessage(), getCause());
    }

    /**
     * Returns the failure with a better remedy.
     *
     * @param remedy what is known about the image, and what the user can do; without a full stop at its end
     */
    public ExplainedException explain(String remedy) {
        return ExplainedException.environment(with(messageWithoutRemedy, remedy), getCause());
    }
}
