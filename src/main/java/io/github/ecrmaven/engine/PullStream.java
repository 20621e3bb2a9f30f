package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The frames of a pull. It has succeeded when they end cleanly without an error in any of them, and the engine has said
 * that the image is complete.
 */
final class PullStream {
    private final Consumer<LayerProgress> progress;
    /** Docker, which begins with "Pulling from", unpacks after the download; Podman tells of the download alone. */
    private boolean unpacks;

    private boolean verdict;
    private JsonNode last;
    private String error;

    PullStream(Consumer<LayerProgress> progress) {
        this.progress = progress;
    }

    /**
     * Reads to the end.
     *
     * @throws RefusedException with the engine's words, also where its connection broke after them
     * @throws IOException when the stream breaks off, or is not made of frames
     */
    void read(InputStream body) throws IOException {
        try (MappingIterator<JsonNode> frames =
                new ObjectMapper().readerFor(JsonNode.class).readValues(body)) {
            while (frames.hasNextValue()) {
                take(frames.nextValue());
            }
        } catch (IOException e) {
            if (error == null) {
                throw e;
            }
        }
        if (error != null) {
            throw new RefusedException(HttpURLConnection.HTTP_OK, error);
        }
    }

    private void take(JsonNode frame) throws IOException {
        if (!frame.isObject()) {
            throw new JsonParseException(null, "a frame is not an object");
        }
        if (error == null) {
            error = error(frame);
        }
        String status = frame.path("status").asText("");
        String id = frame.path("id").asText("");
        verdict |= status.startsWith("Status: ");
        unpacks |= status.startsWith("Pulling from ");
        last = frame;
        if (!id.isEmpty()) {
            JsonNode detail = frame.path("progressDetail");
            stage(status)
                    .map(stage -> new LayerProgress(
                            id,
                            stage,
                            stage == Stage.DOWNLOADING ? detail.path("current").asLong() : 0,
                            stage == Stage.DOWNLOADING ? detail.path("total").asLong() : 0))
                    .ifPresent(progress);
        }
    }

    /**
     * The words of an error, null for another frame. Engines send {@code errorDetail}, older ones {@code error} too.
     */
    private static String error(JsonNode frame) {
        if (!frame.has("errorDetail") && !frame.has("error")) {
            return null;
        }
        String words = frame.path("errorDetail").path("message").asText("");
        return words.isEmpty() ? frame.path("error").asText("an error without words") : words;
    }

    /** Empty for a frame that is not about a layer. Only downloads are told in bytes by all engines. */
    private Optional<Stage> stage(String status) {
        return Optional.ofNullable(
                switch (status) {
                    case "Pulling fs layer", "Waiting" -> Stage.WAITING;
                    case "Downloading" -> Stage.DOWNLOADING;
                    case "Verifying Checksum" -> Stage.DOWNLOADED;
                    case "Download complete" -> unpacks ? Stage.DOWNLOADED : Stage.COMPLETE;
                    case "Extracting" -> Stage.EXTRACTING;
                    case "Pull complete" -> Stage.COMPLETE;
                    case "Already exists" -> Stage.ALREADY_EXISTS;
                    default -> null;
                });
    }

    /**
     * Returns whether the engine said of this image that it is complete: Docker by a line "Status: …", Podman by a last
     * line with the image's short id. A stream that was cut off between two frames ends as cleanly as a whole one.
     */
    boolean confirms(LocalImage image) {
        if (verdict || last == null) {
            return verdict;
        }
        String id = last.path("id").asText("");
        return !id.isEmpty()
                && last.path("status").asText("").equals("Download complete")
                && image.id().replaceFirst("^sha256:", "").startsWith(id);
    }
}
