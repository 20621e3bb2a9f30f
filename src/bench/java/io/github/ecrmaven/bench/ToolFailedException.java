package io.github.ecrmaven.bench;

/** Says in a line why a tool has no figures. */
final class ToolFailedException extends Exception {
    private static final long serialVersionUID = 1;

    ToolFailedException(String message) {
        super(message);
    }
}
