package io.github.ecrmaven.bench;

/** A tool failed and has no figures; the message is the reason, in one line. */
final class ToolFailedException extends Exception {
    private static final long serialVersionUID = 1;

    ToolFailedException(String message) {
        super(message);
    }
}
