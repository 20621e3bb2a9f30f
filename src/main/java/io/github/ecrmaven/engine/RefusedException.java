package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The engine's word against a request: an answer that is no success, or an error in the stream of a pull. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * Quotes the engine.
     *
     * @param status of the answer, as HTTP has them
     * @param words that it gave as the reason; may be blank
     */
    RefusedException(int status, String words) {
        super(OutsideText.line(words).isEmpty() ? "HTTP status " + status : OutsideText.line(words));
        this.status = status;
    }

    /** Reads the body of an answer, {@code {"message": "…"}}. */
    static RefusedException of(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return new RefusedException(status, Json.read(text).text("message", text));
        } catch (IOException notJson) {
            return new RefusedException(status, text);
        }
    }

    int status() {
        return status;
    }
}
