package io.github.ecrmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import io.github.ecrmaven.image.ExplainedException;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The stream of a pull, which succeeds when it ends cleanly without an error in any of its frames. docker-java's own
 * callback calls broken streams a success and fails on others with a NullPointerException.
 */
final class PullCallback implements ResultCallback<PullResponseItem> {
    private final PullProgress progress;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile PullResponseItem last;
    private volatile boolean verdict;
    private volatile String error;

    PullCallback(PullProgress progress) {
        this.progress = progress;
    }

    /** Nothing to do: closing the engine's connection is what ends a stream in every state that it can be in. */
    @Override
    public void onStart(Closeable stream) {}

    /** Nothing to do, as for {@link #onStart}. */
    @Override
    public void close() {}

    @Override
    public void onNext(PullResponseItem frame) {
        if (error == null) {
            error = error(frame);
        }
        if (frame.getStatus() != null && frame.getStatus().startsWith("Status: ")) {
            verdict = true;
        }
        last = frame;
        progress.accept(frame);
    }

    /**
     * The words of an error, null for another frame. Engines send {@code errorDetail}, older ones {@code error} too.
     */
    @SuppressWarnings("deprecation")
    private static String error(PullResponseItem frame) {
        String words =
                frame.getErrorDetail() == null ? null : frame.getErrorDetail().getMessage();
        if (words == null) {
            words = frame.getError();
        }
        return words == null && frame.getErrorDetail() != null ? "an error without words" : words;
    }

    /** An error that the engine told before the connection broke is why it broke. */
    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(error == null ? failure : new PullFailedException(error));
    }

    /** docker-java calls this after {@link #onError} too; what came first counts. */
    @Override
    public void onComplete() {
        if (error == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(new PullFailedException(error));
        }
    }

    /**
     * Returns whether the engine said of this image that it is complete: Docker by a line "Status: …", Podman by a last
     * line with the image's short id. A stream that was cut off between two frames ends as cleanly as a whole one.
     */
    boolean confirms(LocalImage image) {
        boolean ofAnId = last != null && last.getId() != null && "Download complete".equals(last.getStatus());
        return verdict || (ofAnId && image.id().replaceFirst("^sha256:", "").startsWith(last.getId()));
    }

    /**
     * Waits for the end.
     *
     * @throws PullFailedException with the engine's words
     * @throws RuntimeException as docker-java threw it, when there was no answer or its connection broke
     */
    void await() {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExplainedException.environment("interrupted while an image was pulled", e);
        }
    }

    /** An error that the engine wrote into its stream. */
    static final class PullFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        PullFailedException(String message) {
            super(message);
        }
    }
}
