package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LayerProgress;

/**
 * The progress of a layer. It never goes backwards: a download that begins again counts when it has passed the first.
 *
 * @param current the downloaded bytes
 * @param total the size in bytes; 0 if the engine has not reported it yet
 * @param downloaded whether the download is complete
 * @param done whether the engine has the layer
 */
record Layer(long current, long total, boolean downloaded, boolean done) {
    static final Layer UNKNOWN = new Layer(0, 0, false, false);

    /** Returns the progress after a report of the engine. */
    Layer after(LayerProgress report) {
        return switch (report.stage()) {
            case WAITING, DOWNLOADING -> grown(report);
            case DOWNLOADED, EXTRACTING -> grown(report).whole(done);
            case COMPLETE -> grown(report).whole(true);
            // The rest was in the engine, or was downloaded with another image.
            case ALREADY_EXISTS -> new Layer(current, total == 0 ? 0 : current, true, true);
        };
    }

    private Layer grown(LayerProgress report) {
        long more = Math.max(current, report.current());
        long all = Math.max(total, report.total());
        // Engines sometimes report a size that is too small.
        var grown = new Layer(more, all == 0 ? 0 : Math.max(all, more), downloaded, done);
        return downloaded ? grown.whole(done) : grown;
    }

    private Layer whole(boolean done) {
        return new Layer(Math.max(current, total), total, true, done);
    }

    /** Combines this with the progress of the same layer in another image. */
    Layer and(Layer other) {
        return new Layer(
                Math.max(current, other.current),
                Math.max(total, other.total),
                downloaded || other.downloaded,
                done || other.done);
    }
}
