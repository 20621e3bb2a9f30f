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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The frames of a pull. It has succeeded when they end cleanly without an error in any of them, and the engine has said
 * that the image is complete. Docker-java's own callback takes an empty stream for a success, and forgets errors.
 */
final class PullStream implements ResultCallback<PullResponseItem> {
    private static final String DIGEST = "Digest: ";

    /** Frames are lines of some hundred bytes. */
    private static final int LONGEST_FRAME = 1 << 20;

    /** Docker takes images of up to 127 layers. */
    private static final int MOST_LAYERS = 10_000;

    private final Consumer<LayerProgress> progress;
    private final ActivityClock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, PullResponseItem> lastOf = new HashMap<>();
    private volatile Thread reader;
    private LimitedInputStream body;
    private Closeable answer;
    private boolean cancelled;

    /** Docker, which begins with "Pulling from", unpacks after the download; Podman tells of the download alone. */
    private boolean unpacks;

    private boolean verdict;
    private String digest;
    private PullResponseItem last;
    private String error;
    private Throwable failure;

    /**
     * Prepares reading.
     *
     * @param progress takes what the frames tell of the layers
     * @param clock restarts with each frame that tells something new: some engines repeat what they know ten times a
     *     second, even if nothing comes from the registry any more
     */
    PullStream(Consumer<LayerProgress> progress, ActivityClock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    /** Begins with the thread that reads the frames. */
    ActivityClock begin() {
        reader = Thread.currentThread();
        return clock;
    }

    /** Returns the body with a limit for each frame. */
    InputStream limit(InputStream unlimited) {
        body = new LimitedInputStream(unlimited, LONGEST_FRAME);
        return body;
    }

    @Override
    public synchronized void onStart(Closeable opened) {
        answer = opened;
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
        verdict |= status.startsWith("Status: ");
        if (status.startsWith(DIGEST)) {
            digest = status.substring(DIGEST.length());
        }
        unpacks |= status.startsWith("Pulling from ");
        last = frame;
        if (lastOf.size() > MOST_LAYERS) {
            throw new UncheckedIOException(new TooMuchException(MOST_LAYERS + " layers"));
        }
        if (!frame.equals(lastOf.put(id, frame))) {
            clock.restart();
        }
        if (!id.isEmpty()) {
            stage(status)
                    .map(stage -> stage == Stage.DOWNLOADING
                            ? downloading(id, frame.getProgressDetail())
                            : new LayerProgress(id, stage, 0, 0))
                    .ifPresent(progress);
        }
    }

    /** Engines send {@code errorDetail}, older ones {@code error} too. */
    @SuppressWarnings("deprecation")
    private static String error(PullResponseItem frame) {
        if (frame.getErrorDetail() == null) {
            return frame.getError();
        }
        String words = Objects.requireNonNullElse(frame.getErrorDetail().getMessage(), "");
        return words.isEmpty() ? Objects.requireNonNullElse(frame.getError(), "an error without words") : words;
    }

    private static LayerProgress downloading(String layer, ProgressDetail detail) {
        return new LayerProgress(
                layer,
                Stage.DOWNLOADING,
                detail == null || detail.getCurrent() == null ? 0 : detail.getCurrent(),
                detail == null || detail.getTotal() == null ? 0 : detail.getTotal());
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

    /** Comes instead of {@link #onComplete} where there is no answer, and before it where that breaks off. */
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
     * Waits for the end.
     *
     * @throws RefusedException with the engine's words, also where its connection broke after them
     * @throws IOException when the stream breaks off, or is not made of frames
     */
    void await() throws IOException {
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                // Docker-java says nothing of what is no exception, but an error of the JVM.
                if (reader != null && !reader.isAlive() && ended.getCount() > 0) {
                    throw new IOException("the thread that read it has failed");
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
            // This is an engine's answer all the same, and the next may be whole.
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

    /** Ends the answer, if it has begun. */
    @Override
    public synchronized void close() {
        try {
            if (answer != null) {
                answer.close();
            }
        } catch (IOException e) {
            // It is over in any case.
        }
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
        return last.getId() != null
                && !last.getId().isEmpty()
                && "Download complete".equals(last.getStatus())
                && image.id().replaceFirst("^sha256:", "").startsWith(last.getId());
    }
}
