package io.github.ecrmaven.aws;

/** A source of credentials has none. The message is the reason and what to do, without secrets. */
final class NoCredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoCredentialsException(String message) {
        super(message);
    }
}
