package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the stream of a pull, whose frames tell the progress. A pull has succeeded if the stream is complete, no frame
 * has an error, and the engine has confirmed the image. Docker-java's own callback accepts an empty stream, and an
 * error that other frames follow.
 */
final class PullStream implements ResultCallback<PullResponseItem> {
    private static final String DIGEST = "Digest: ";

    /** Frames are lines of some hundred bytes. */
    private static final int MAX_FRAME = 1 << 20;

    /** In Docker, an image has up to 127 layers. */
    private static final int MAX_LAYERS = 10_000;

    private final Consumer<LayerProgress> progress;
    private final ActivityClock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, PullResponseItem> lastOf = new HashMap<>();
    private volatile Thread reader;
    private LimitedInputStream body;
    private Closeable response;
    private boolean cancelled;

    /** Docker, whose first frame is "Pulling from", reports the extraction too; Podman only the download. */
    private boolean reportsExtraction;

    /** Whether Docker has sent its last frame. */
    private boolean hasFinalStatus;

    private String digest;
    private PullResponseItem last;
    private String error;
    private Throwable failure;

    /**
     * Creates the reader.
     *
     * @param progress receives the progress of the layers
     * @param clock is restarted by each frame that differs from the layer's last one: some engines repeat a frame ten
     *     times a second while nothing comes from the registry
     */
    PullStream(Consumer<LayerProgress> progress, ActivityClock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    /** Notes the thread that reads the frames, and returns the clock. */
    ActivityClock begin() {
        reader = Thread.currentThread();
        return clock;
    }

    /** Limits the length of each frame. */
    InputStream limit(InputStream unlimited) {
        body = new LimitedInputStream(unlimited, MAX_FRAME);
        return body;
    }

    @Override
    public synchronized void onStart(Closeable opened) {
        response = opened;
        if (cancelled) {
            close();
        }
    }

    @Override
    public void onNext(PullResponseItem frame) {
        body.startOver();
        if (error == null) {
            error = error(frame);
        }
        String status = Objects.requireNonNullElse(frame.getStatus(), "");
        String id = Objects.requireNonNullElse(frame.getId(), "");
        hasFinalStatus |= status.startsWith("Status: ");
        if (status.startsWith(DIGEST)) {
            digest = status.substring(DIGEST.length());
        }
        reportsExtraction |= status.startsWith("Pulling from ");
        last = frame;
        if (lastOf.size() > MAX_LAYERS) {
            throw new UncheckedIOException(new TooMuchException(MAX_LAYERS + " layers"));
        }
        if (!frame.equals(lastOf.put(id, frame))) {
            clock.restart();
        }
        Stage stage = stage(status);
        if (!id.isEmpty() && stage != null) {
            ProgressDetail bytes = stage == Stage.DOWNLOADING ? frame.getProgressDetail() : null;
            long current = bytes == null || bytes.getCurrent() == null ? 0 : bytes.getCurrent();
            long total = bytes == null || bytes.getTotal() == null ? 0 : bytes.getTotal();
            progress.accept(new LayerProgress(id, stage, current, total));
        }
    }

    /** Newer engines may send {@code errorDetail} only. */
    @SuppressWarnings("deprecation")
    private static String error(PullResponseItem frame) {
        if (frame.getErrorDetail() == null) {
            return frame.getError();
        }
        String words = Objects.requireNonNullElse(frame.getErrorDetail().getMessage(), "");
        return words.isEmpty() ? Objects.requireNonNullElse(frame.getError(), "an error without a message") : words;
    }

    /** Returns the stage of a layer; null for other frames. */
    private Stage stage(String status) {
        return switch (status) {
            case "Pulling fs layer", "Waiting" -> Stage.WAITING;
            case "Downloading" -> Stage.DOWNLOADING;
            case "Verifying Checksum" -> Stage.DOWNLOADED;
            case "Download complete" -> reportsExtraction ? Stage.DOWNLOADED : Stage.COMPLETE;
            case "Extracting" -> Stage.EXTRACTING;
            case "Pull complete" -> Stage.COMPLETE;
            case "Already exists" -> Stage.ALREADY_EXISTS;
            default -> null;
        };
    }

    /** Called instead of {@link #onComplete} if there is no response, and before it if the response is incomplete. */
    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /**
     * Waits for the end of the stream.
     *
     * @throws RefusedException if a frame has an error, even if the connection was lost afterwards
     * @throws IOException if the stream is incomplete or invalid
     */
    void await() throws IOException {
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                // Docker-java does not report an Error, such as OutOfMemoryError.
                if (reader != null && !reader.isAlive() && ended.getCount() > 0) {
                    throw new IOException("the thread that reads it has failed");
                }
            }
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (error != null) {
            throw new RefusedException(HttpURLConnection.HTTP_OK, error);
        }
        if (failure instanceof UncheckedIOException unchecked) {
            throw unchecked.getCause();
        }
        if (failure instanceof JsonProcessingException && last != null) {
            // The stream was cut off within a frame: wrapped, so that it counts as a lost connection.
            throw new IOException(failure);
        }
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException unforeseen) {
            throw unforeseen;
        }
    }

    private synchronized void cancel() {
        cancelled = true;
        close();
    }

    /** Closes the response, if it has begun. */
    @Override
    public synchronized void close() {
        try {
            if (response != null) {
                response.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    /** Returns the digest of the pulled image; null if the engine has not sent it. */
    String digest() {
        return digest;
    }

    /**
     * Returns whether the engine has confirmed that this image is complete: Docker by a frame "Status: …", Podman by a
     * last frame with the short ID of the image. Otherwise the stream may have been cut off between two frames.
     */
    boolean confirms(LocalImage image) {
        if (hasFinalStatus || last == null) {
            return hasFinalStatus;
        }
        return last.getId() != null
                && !last.getId().isEmpty()
                && "Download complete".equals(last.getStatus())
                && image.id().replaceFirst("^sha256:", "").startsWith(last.getId());
    }
}
