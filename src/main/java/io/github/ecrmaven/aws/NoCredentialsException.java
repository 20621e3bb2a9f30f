package io.github.ecrmaven.aws;

/** A source of credentials that gives none. The message is the reason and what to do, and holds no secret. */
final class NoCredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoCredentialsException(String message) {
        super(message);
    }
}
