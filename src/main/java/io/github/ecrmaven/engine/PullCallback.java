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

    /** The engine sends {@code errorDetail}, older ones {@code error} beside it. */
    @SuppressWarnings("deprecation")
    private static String error(PullResponseItem frame) {
        return frame.getErrorDetail() != null && frame.getErrorDetail().getMessage() != null
                ? frame.getErrorDetail().getMessage()
                : frame.getError();
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    /** docker-java calls this after {@link #onError} too; what came first counts. */
    @Override
    public void onComplete() {
        if (error != null) {
            end.completeExceptionally(new PullFailedException(error));
        } else if (last == null) {
            end.completeExceptionally(new PullFailedException("its answer was empty"));
        } else {
            end.complete(null);
        }
    }

    /**
     * Returns whether the engine said of this image that it is complete: Docker by a line "Status: …", Podman by a last
     * line with the image's short id. A stream that was cut off between two frames ends as cleanly as a whole one.
     */
    boolean confirms(LocalImage image) {
        return verdict
                || (last.getId() != null
                        && image.id().replaceFirst("^sha256:", "").startsWith(last.getId()));
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
