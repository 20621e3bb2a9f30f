package io.github.ecrmaven.engine;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The frames of a pull. It has succeeded when they end cleanly without an error in any of them, and the engine has said
 * that the image is complete.
 */
final class PullStream {
    private static final String DIGEST = "Digest: ";

    /** Frames are lines of some hundred bytes. */
    private static final int LONGEST_FRAME = 1 << 20;

    /** Docker takes images of up to 127 layers. */
    private static final int MOST_LAYERS = 10_000;

    private final Consumer<LayerProgress> progress;
    private final Pulse pulse;
    private final Map<String, Frame> lastOf = new HashMap<>();
    /** Docker, which begins with "Pulling from", unpacks after the download; Podman tells of the download alone. */
    private boolean unpacks;

    private boolean verdict;
    private String digest;
    private Frame last;
    private String error;

    /**
     * What is read of a frame.
     *
     * @param error its words; null for another frame
     */
    private record Frame(String status, String id, long current, long total, String error) {
        static Frame of(Json json) throws IOException {
            Json detail = json.object("progressDetail");
            return new Frame(
                    json.text("status", ""),
                    json.text("id", ""),
                    detail.number("current"),
                    detail.number("total"),
                    error(json));
        }

        /** Engines send {@code errorDetail}, older ones {@code error} too. */
        private static String error(Json json) throws IOException {
            String words = json.object("errorDetail").text("message", "");
            String old = json.text("error", json.has("errorDetail") ? "an error without words" : null);
            return words.isEmpty() ? old : words;
        }
    }

    /**
     * Prepares reading.
     *
     * @param progress takes what the frames tell of the layers
     * @param pulse beats with each frame that tells something new: some engines repeat what they know ten times a
     *     second, even if nothing comes from the registry any more
     */
    PullStream(Consumer<LayerProgress> progress, Pulse pulse) {
        this.progress = progress;
        this.pulse = pulse;
    }

    /**
     * Reads to the end.
     *
     * @throws RefusedException with the engine's words, also where its connection broke after them
     * @throws IOException when the stream breaks off, or is not made of frames
     */
    void read(InputStream body) throws IOException {
        var limited = new LimitedInputStream(body, LONGEST_FRAME);
        var frames = new JsonReader(new InputStreamReader(limited, StandardCharsets.UTF_8));
        // JSON has one object; a stream has one after the other.
        frames.setStrictness(Strictness.LENIENT);
        try {
            while (hasNext(frames)) {
                take(Frame.of(Json.read(frames)));
                limited.startOver();
            }
        } catch (MalformedJsonException e) {
            if (error == null) {
                // Where frames came before, this is an engine's answer all the same, and the next may be whole.
                throw last == null ? e : new IOException(e);
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

    private static boolean hasNext(JsonReader frames) throws IOException {
        try {
            return frames.peek() != JsonToken.END_DOCUMENT;
        } catch (EOFException e) {
            // Nothing came at all.
            return false;
        }
    }

    private void take(Frame frame) throws TooMuchException {
        if (error == null) {
            error = frame.error;
        }
        String status = frame.status;
        String id = frame.id;
        verdict |= status.startsWith("Status: ");
        if (status.startsWith(DIGEST)) {
            digest = status.substring(DIGEST.length());
        }
        unpacks |= status.startsWith("Pulling from ");
        last = frame;
        if (lastOf.size() > MOST_LAYERS) {
            throw new TooMuchException(MOST_LAYERS + " layers");
        }
        if (!frame.equals(lastOf.put(id, frame))) {
            pulse.beat();
        }
        if (!id.isEmpty()) {
            stage(status)
                    .map(stage -> stage == Stage.DOWNLOADING
                            ? new LayerProgress(id, stage, frame.current, frame.total)
                            : new LayerProgress(id, stage, 0, 0))
                    .ifPresent(progress);
        }
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

    /** Returns the digest of what was pulled; null where the engine does not tell. */
    String digest() {
        return digest;
    }

    /**
     * Returns whether the engine said of this image that it is complete: Docker by a line "Status: …", Podman by a last
     * line with the image's short id. A stream that was cut off between two frames ends as cleanly as a whole one.
     */
    boolean confirms(LocalImage image) {
        if (verdict || last == null) {
            return verdict;
        }
        return !last.id.isEmpty()
                && last.status.equals("Download complete")
                && image.id().replaceFirst("^sha256:", "").startsWith(last.id);
    }
}
