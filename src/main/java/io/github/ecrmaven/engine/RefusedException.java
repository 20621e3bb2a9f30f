package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.net.HttpURLConnection;
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
        String words = null;
        try {
            words = EngineJson.WHOLE.readTree(body).path("message").textValue();
        } catch (IOException e) {
            // Whoever answered did so in words alone.
        }
        return new RefusedException(status, words == null ? new String(body, StandardCharsets.UTF_8) : words);
    }

    int status() {
        return status;
    }

    boolean isNotFound() {
        return status == HttpURLConnection.HTTP_NOT_FOUND;
    }
}
