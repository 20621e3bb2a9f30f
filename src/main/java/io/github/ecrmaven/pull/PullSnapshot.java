package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How far a run of pulls is at one moment.
 *
 * @param rows the images, in their order
 * @param total all of them together, a layer that several share counted once
 * @param elapsed since the run began
 */
public record PullSnapshot(List<Row> rows, Progress total, Duration elapsed) {
    /**
     * How far an image is.
     *
     * @param image the image
     * @param state where it is on its way
     * @param progress its layers, shared or not
     */
    public record Row(ImageToPull image, PullState state, Progress progress) {
        /** Returns whether something is being done for it. */
        public boolean isActive() {
            return state.isPull() || state == PullState.SIGNING_IN;
        }

        /** Returns what is being done for it, in a word. */
        public String doing() {
            return state == PullState.PULLING && progress.isExtracting() ? "extracting" : state.toString();
        }
    }

    /** Returns how many images are in a state of a kind. */
    public long count(Predicate<PullState> kind) {
        return rows.stream().map(Row::state).filter(kind).count();
    }

    /** Returns the run's result: {@code 3 pulled, 1 up to date, 1 already present in 12.4 s (312 MB, 25 MB/s)}. */
    public String summary() {
        return Arrays.stream(PullState.values())
                        .filter(state -> state.isEnd() && count(state::equals) > 0)
                        .map(state -> count(state::equals) + " " + state)
                        .collect(Collectors.joining(", "))
                + " in " + HumanReadable.download(total.current(), elapsed);
    }
}
