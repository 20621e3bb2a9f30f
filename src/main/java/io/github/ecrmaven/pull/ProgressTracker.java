package io.github.ecrmaven.pull;

import io.github.ecrmaven.engine.LayerProgress;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tracks the progress of a run of pulls: the pulling threads report it, and a display reads it. Thread-safe. */
final class ProgressTracker {
    private final LongSupplier nanoTime;
    private final long start;
    private final List<ImageProgress> images = new ArrayList<>();
    /** The layers of all images, each once, by the engine's ID. */
    private final Map<String, Layer> layers = new HashMap<>();
    /** The image with which each layer was downloaded. */
    private final Map<String, ImageProgress> downloadedWith = new HashMap<>();

    private final SpeedMeter speed = new SpeedMeter();

    /**
     * Creates a tracker for a run that begins now.
     *
     * @param nanoTime the clock: {@code System::nanoTime}
     */
    ProgressTracker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Adds an image, as {@link PullState#WAITING}. */
    synchronized ImageProgress add(ImageToPull image) {
        var progress = new ImageProgress(image);
        images.add(progress);
        return progress;
    }

    /** Returns the progress at this moment. */
    synchronized PullSnapshot snapshot() {
        long now = nanoTime.getAsLong();
        List<PullSnapshot.Row> rows =
                images.stream().map(image -> image.row(now)).toList();
        Progress known = Progress.of(layers.values(), speed.at(now, current(layers)));
        boolean all = rows.stream()
                .allMatch(row -> row.state().isEnd() || row.progress().layers() > 0);
        return new PullSnapshot(rows, all ? known : known.withoutTotal(), Duration.ofNanos(now - start));
    }

    /** Returns the summary of the run. */
    synchronized String summary() {
        return snapshot().summary(speed.average());
    }

    private static long current(Map<String, Layer> layers) {
        return layers.values().stream().mapToLong(Layer::current).sum();
    }

    /** The progress of one image. */
    final class ImageProgress implements Consumer<LayerProgress> {
        private final ImageToPull image;
        private final Map<String, Layer> own = new LinkedHashMap<>();
        private final SpeedMeter ownSpeed = new SpeedMeter();
        private PullState state = PullState.WAITING;

        private ImageProgress(ImageToPull image) {
            this.image = image;
        }

        /**
         * Sets the state of the image. Once it is pulled, all its layers are complete, even if the engine has not said
         * so.
         */
        void state(PullState next) {
            synchronized (ProgressTracker.this) {
                state = next;
                if (next == PullState.PULLED || next == PullState.UP_TO_DATE) {
                    List.copyOf(own.keySet())
                            .forEach(layer -> accept(new LayerProgress(layer, LayerProgress.Stage.COMPLETE, 0, 0)));
                }
            }
        }

        /** Takes the engine's report about a layer. */
        @Override
        public void accept(LayerProgress report) {
            synchronized (ProgressTracker.this) {
                String layer = report.layer();
                own.merge(layer, Layer.UNKNOWN.after(report), (known, first) -> known.after(report));
                if (own.get(layer).current() > 0) {
                    downloadedWith.compute(
                            layer, (key, other) -> other == null || other.state == PullState.FAILED ? this : other);
                }
                images.stream()
                        .map(other -> other.own.get(layer))
                        .filter(Objects::nonNull)
                        .reduce(Layer::and)
                        .ifPresent(known -> layers.put(layer, known));
                long now = nanoTime.getAsLong();
                ownSpeed.at(now, current(own));
                speed.at(now, current(layers));
            }
        }

        /**
         * Returns the time that the image took, and the bytes that were downloaded for it: those of its layers that
         * were neither in the engine nor downloaded with another image.
         */
        String download(Duration time) {
            synchronized (ProgressTracker.this) {
                long bytes = own.entrySet().stream()
                        .filter(layer -> downloadedWith.get(layer.getKey()) == this)
                        .mapToLong(layer -> layer.getValue().current())
                        .sum();
                return HumanReadable.download(bytes, time, ownSpeed.average());
            }
        }

        private PullSnapshot.Row row(long now) {
            long bytesPerSecond = ownSpeed.at(now, current(own));
            return new PullSnapshot.Row(image, state, Progress.of(own.values(), state.isPull() ? bytesPerSecond : 0));
        }
    }
}
