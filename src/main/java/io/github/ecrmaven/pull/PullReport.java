package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The result of a run of pulls.
 *
 * @param engine the engine that has the images
 * @param results the results of the images, in their order, without those of stopped pulls
 * @param failure one failure for all images that could not be pulled; null if all are present
 */
public record PullReport(EngineDescription engine, List<PullResult> results, ExplainedException failure) {
    /** Copies the list. */
    public PullReport {
        results = List.copyOf(results);
    }

    /** Returns the results for one module, each with the module's own ID of the image. */
    public PullReport of(List<ImageToPull> images) {
        List<PullResult> own = new ArrayList<>();
        for (ImageToPull image : new LinkedHashSet<>(images)) {
            String key = image.keyWithLocalTag();
            for (PullResult result : results) {
                if (result.image().keyWithLocalTag().equals(key)) {
                    own.add(result.of(image));
                }
            }
        }
        return new PullReport(engine, own, failure);
    }

    /**
     * Throws one exception for all failed images.
     *
     * @throws ExplainedException if an image has failed
     */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }
}
