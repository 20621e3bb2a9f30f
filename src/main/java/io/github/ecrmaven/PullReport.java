package io.github.ecrmaven;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
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
