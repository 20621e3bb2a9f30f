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

/** How a run of pulls goes: the threads that pull write it down here, and a display reads it. */
public final class PullBoard {
    private final LongSupplier nanoTime;
    private final long start;
    private final List<ImageProgress> images = new ArrayList<>();
    /** All layers, each once, by the engine's name for it. */
    private final Map<String, Layer> layers = new HashMap<>();
    /** With which image a layer came. */
    private final Map<String, ImageProgress> bringers = new HashMap<>();

    private final Speed speed = new Speed();

    /**
     * Begins a run, with its time.
     *
     * @param nanoTime the clock: {@code System::nanoTime}
     */
    public PullBoard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Adds an image, which waits for its turn. */
    public synchronized ImageProgress add(ImageToPull image) {
        var progress = new ImageProgress(image);
        images.add(progress);
        return progress;
    }

    /** Returns what is on the board now. */
    public synchronized PullSnapshot snapshot() {
        long now = nanoTime.getAsLong();
        return new PullSnapshot(
                images.stream().map(image -> image.row(now)).toList(),
                Progress.of(layers.values(), speed.at(now, current(layers))),
                Duration.ofNanos(now - start));
    }

    private static long current(Map<String, Layer> layers) {
        return layers.values().stream().mapToLong(Layer::current).sum();
    }

    /** How one image goes. */
    public final class ImageProgress implements Consumer<LayerProgress> {
        private final ImageToPull image;
        private final Map<String, Layer> own = new LinkedHashMap<>();
        private final Speed ownSpeed = new Speed();
        private PullState state = PullState.WAITING;

        private ImageProgress(ImageToPull image) {
            this.image = image;
        }

        /** Writes down where the image is. The layers of one that is in the engine are, whether it said so or not. */
        public void state(PullState next) {
            synchronized (PullBoard.this) {
                state = next;
                if (next == PullState.PULLED || next == PullState.UP_TO_DATE) {
                    List.copyOf(own.keySet())
                            .forEach(layer -> accept(new LayerProgress(layer, LayerProgress.Stage.COMPLETE, 0, 0)));
                }
            }
        }

        /** Writes down what the engine tells of a layer. */
        @Override
        public void accept(LayerProgress told) {
            synchronized (PullBoard.this) {
                String layer = told.layer();
                own.merge(layer, Layer.UNKNOWN.after(told), (known, first) -> known.after(told));
                if (own.get(layer).current() > 0) {
                    bringers.compute(
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
         * Returns how many bytes came with this image: those of its layers that were neither in the engine nor came
         * with an image before it. 0 where the engine does not say.
         */
        public long bytes() {
            synchronized (PullBoard.this) {
                return own.entrySet().stream()
                        .filter(layer -> bringers.get(layer.getKey()) == this)
                        .mapToLong(layer -> layer.getValue().current())
                        .sum();
            }
        }

        private PullSnapshot.Row row(long now) {
            long bytesPerSecond = ownSpeed.at(now, current(own));
            return new PullSnapshot.Row(image, state, Progress.of(own.values(), state.isPull() ? bytesPerSecond : 0));
        }
    }
}
