package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An error response of an engine, or an error in the stream of a pull. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** In the query of a URL, a registry may have a signature that allows to download the layer. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"?]+)\\?[^\\s\"]+");

    private final int status;

    /**
     * Creates the exception.
     *
     * @param status the HTTP status
     * @param words the message of the engine; may be blank
     */
    RefusedException(int status, String words) {
        super(message(status, words));
        this.status = status;
    }

    private static String message(int status, String words) {
        String line = OutsideText.line(QUERY.matcher(words).replaceAll("$1"));
        return line.isEmpty() ? "HTTP status " + status : line;
    }

    /** Reads the body of an error response: {@code {"message": "…"}}, or plain text. */
    static RefusedException of(int status, byte[] body) {
        String words = null;
        try {
            words = EngineJson.WHOLE.readTree(body).path("message").textValue();
        } catch (IOException e) {
            // A proxy, for example, responds in plain text.
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
