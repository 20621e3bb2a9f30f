package io.github.ecrmaven.pull;

import java.util.Collection;
import java.util.Locale;

/**
 * How far a pull is, of one image or of all.
 *
 * @param layers how many layers are known
 * @param downloaded how many of them have come as a whole
 * @param done how many of them are in the engine
 * @param current how many bytes have come
 * @param total how many bytes there are to come, as far as the engine has said; 0 where it does not say
 * @param speed how many bytes come in a second
 */
public record Progress(int layers, int downloaded, int done, long current, long total, long speed) {
    private static final double MEGABYTE = 1e6;

    static Progress of(Collection<Layer> layers, long speed) {
        boolean sized = layers.stream().noneMatch(layer -> layer.current() > 0 && layer.total() == 0);
        return new Progress(
                layers.size(),
                (int) layers.stream().filter(Layer::downloaded).count(),
                (int) layers.stream().filter(Layer::done).count(),
                layers.stream().mapToLong(Layer::current).sum(),
                sized ? layers.stream().mapToLong(Layer::total).sum() : 0,
                speed);
    }

    /** Returns how many layers are done, such as {@code 3/5 layers}; empty where none is known. */
    public String layerCount() {
        return layers == 0 ? "" : done + "/" + layers + " layers";
    }

    /** Returns whether all has come, and the engine has still to unpack it. */
    public boolean isExtracting() {
        return layers > 0 && downloaded == layers && done < layers;
    }

    /**
     * Returns how much has come, such as {@code 12.3/40.0 MB}, or {@code 12.3 MB} from an engine that does not say of
     * how much; empty before anything is known.
     *
     * @param of what to write between the two
     */
    public String megabytes(String of) {
        if (total == 0) {
            return current == 0 ? "" : String.format(Locale.ROOT, "%.1f MB", current / MEGABYTE);
        }
        return String.format(Locale.ROOT, "%.1f%s%.1f MB", current / MEGABYTE, of, total / MEGABYTE);
    }

    /** Returns the speed, such as {@code 8.1 MB/s}; empty where nothing comes. */
    public String rate() {
        return speed == 0 ? "" : HumanReadable.speed(speed);
    }
}
