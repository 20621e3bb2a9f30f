package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LayerProgress;

/**
 * What is known of a layer. It never goes backwards: a download that begins again counts when it passes the first.
 *
 * @param current how many of its bytes have come
 * @param total how many it has; 0 as long as the engine has not said
 * @param downloaded whether nothing more of it will come
 * @param done whether it is in the engine
 */
record Layer(long current, long total, boolean downloaded, boolean done) {
    static final Layer UNKNOWN = new Layer(0, 0, false, false);

    /** Returns it after what an engine told. */
    Layer after(LayerProgress told) {
        return switch (told.stage()) {
            case WAITING, DOWNLOADING -> grown(told);
            case DOWNLOADED, EXTRACTING -> grown(told).whole(done);
            case COMPLETE -> grown(told).whole(true);
            // What has not come by now was there or came with another image.
            case ALREADY_EXISTS -> new Layer(current, total == 0 ? 0 : current, true, true);
        };
    }

    private Layer grown(LayerProgress told) {
        long more = Math.max(current, told.current());
        long all = Math.max(total, told.total());
        // More than all has been seen: then "all" was wrong.
        var grown = new Layer(more, all == 0 ? 0 : Math.max(all, more), downloaded, done);
        return downloaded ? grown.whole(done) : grown;
    }

    private Layer whole(boolean done) {
        return new Layer(Math.max(current, total), total, true, done);
    }

    /** Returns what is known of it together with what another image's pull told. */
    Layer and(Layer other) {
        return new Layer(
                Math.max(current, other.current),
                Math.max(total, other.total),
                downloaded || other.downloaded,
                done || other.done);
    }
}
