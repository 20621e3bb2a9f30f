package io.github.ecrmaven.pull;

import java.util.Collection;

/**
 * The progress of one image or of all images, in layers and bytes.
 *
 * @param layers the number of layers known so far
 * @param downloaded the number of layers that are downloaded
 * @param done the number of layers that the engine has
 * @param current the downloaded bytes
 * @param total the size of all layers in bytes; 0 unless it is known of each layer
 * @param speed the download speed in bytes per second
 */
public record Progress(int layers, int downloaded, int done, long current, long total, long speed) {
    private static final double MEGABYTE = 1e6;

    static Progress of(Collection<Layer> layers, long speed) {
        int downloaded = 0;
        int done = 0;
        long current = 0;
        long total = 0;
        boolean sized = true;
        for (Layer layer : layers) {
            downloaded += layer.downloaded() ? 1 : 0;
            done += layer.done() ? 1 : 0;
            current += layer.current();
            total += layer.total();
            sized &= layer.isSized();
        }
        return new Progress(layers.size(), downloaded, done, current, sized ? total : 0, speed);
    }

    /** Returns the same progress as a part of more work, whose size is not known yet. */
    Progress withoutTotal() {
        return new Progress(layers, downloaded, done, current, 0, speed);
    }

    /** Returns which part of the work is done, from 0 to 1: by bytes if all sizes are known, otherwise by layers. */
    double share() {
        if (total > 0) {
            return Math.min(1, Math.max(0, (double) current / total));
        }
        return layers == 0 ? 0 : (double) done / layers;
    }

    /** Returns the finished layers: {@code 3/5 layers}; empty if no layer is known. */
    String layerCount() {
        return layers == 0 ? "" : done + "/" + layers + " layers";
    }

    /** Returns whether all layers are downloaded, but not all are unpacked. */
    boolean isExtracting() {
        return layers > 0 && downloaded == layers && done < layers;
    }

    /** Returns whether no layer has started to download. */
    boolean isWaiting() {
        return layers > 0 && downloaded == 0 && current == 0;
    }

    /**
     * Returns the downloaded bytes and the size: {@code 12.3/40.0 MB}, or {@code 12.3 MB} if the engine does not report
     * the size; empty if nothing is known.
     *
     * @param of the separator between the two
     */
    String megabytes(String of) {
        if (total == 0) {
            return current == 0 ? "" : HumanReadable.oneDecimal(current / MEGABYTE) + " MB";
        }
        return HumanReadable.oneDecimal(current / MEGABYTE) + of + HumanReadable.oneDecimal(total / MEGABYTE) + " MB";
    }

    /** Returns the speed: {@code 8.1 MB/s}; empty if nothing is downloaded at the moment. */
    String rate() {
        return speed == 0 || downloaded == layers ? "" : HumanReadable.speed(speed);
    }
}
