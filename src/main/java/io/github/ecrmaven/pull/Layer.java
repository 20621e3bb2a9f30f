package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LayerProgress;

/**
 * The progress of a layer. It never goes backwards: a restarted download counts only beyond the bytes of the earlier
 * attempt.
 *
 * @param current the downloaded bytes
 * @param total the size in bytes; 0 if the engine has not reported it yet
 * @param downloaded whether the download is complete
 * @param done whether the engine has the layer
 */
record Layer(long current, long total, boolean downloaded, boolean done) {
    static final Layer UNKNOWN = new Layer(0, 0, false, false);

    /** Returns whether its size is known. Small layers are downloaded before the engine reports any byte. */
    boolean isSized() {
        return total > 0 || (downloaded && current == 0);
    }

    /** Returns the progress after a report of the engine. */
    Layer after(LayerProgress report) {
        return switch (report.stage()) {
            case WAITING, DOWNLOADING -> grown(report.current(), report.total());
            case DOWNLOADED, EXTRACTING ->
                grown(report.current(), report.total()).whole(done);
            case COMPLETE -> grown(report.current(), report.total()).whole(true);
            // The rest was in the engine, or was downloaded with another image.
            case ALREADY_EXISTS -> new Layer(current, total == 0 ? 0 : current, true, true);
        };
    }

    private Layer grown(long otherCurrent, long otherTotal) {
        long more = Math.max(current, otherCurrent);
        long all = Math.max(total, otherTotal);
        // Engines sometimes report a size that is too small.
        var grown = new Layer(more, all == 0 ? 0 : Math.max(all, more), downloaded, done);
        return downloaded ? grown.whole(done) : grown;
    }

    private Layer whole(boolean done) {
        return new Layer(Math.max(current, total), total, true, done);
    }

    /** Combines this with the progress of the same layer in another image. */
    Layer and(Layer other) {
        Layer both = new Layer(current, total, false, false).grown(other.current, other.total);
        return new Layer(both.current, both.total, downloaded || other.downloaded, done || other.done);
    }
}
