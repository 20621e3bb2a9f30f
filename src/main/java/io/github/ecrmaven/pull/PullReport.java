package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import java.util.List;

/**
 * What {@link ImagePuller} did.
 *
 * @param engine that has the images now
 * @param results of the images, in their order, without those that were given up before they ended
 * @param failure that tells of all images that could not be had; null where all are there
 */
public record PullReport(EngineDescription engine, List<PullResult> results, ExplainedException failure) {
    /** Copies the list. */
    public PullReport {
        results = List.copyOf(results);
    }

    /** Returns what came of the images that one module wanted, each with the module's own id of it. */
    public PullReport of(List<ImageToPull> images) {
        List<PullResult> own = images.stream()
                .flatMap(image -> results.stream()
                        .filter(result -> result.image().isSame(image))
                        .map(result -> result.of(image)))
                .distinct()
                .toList();
        return new PullReport(engine, own, failure);
    }

    /**
     * Throws one exception for all images that could not be had.
     *
     * @throws ExplainedException when there is one
     */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }
}
