package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The progress of a run of pulls at one moment.
 *
 * @param rows the progress of each image, in their order
 * @param total the progress of all images together; a layer that several images share counts once
 * @param elapsed the time since the run began
 */
public record PullSnapshot(List<Row> rows, Progress total, Duration elapsed) {
    /**
     * The progress of an image.
     *
     * @param image the image
     * @param state its state
     * @param progress the progress of its layers, including those that it shares with other images
     */
    public record Row(ImageToPull image, PullState state, Progress progress) {
        /** Returns whether it is in progress. */
        public boolean isActive() {
            return state != PullState.WAITING && !state.isEnd();
        }

        /** Returns what is being done. */
        String doing() {
            boolean pulling = state == PullState.PULLING;
            if (pulling && progress.isExtracting()) {
                return "extracting";
            }
            return (pulling && progress.isWaiting() ? PullState.WAITING : state).toString();
        }

        double share() {
            return state.isEnd() ? 1 : progress.share();
        }
    }

    /** Returns how many images are finished, successfully or not. */
    long ended() {
        return rows.stream().filter(row -> row.state().isEnd()).count();
    }

    /** Returns which part of the work is done, from 0 to 1. While sizes are unknown, each image counts the same. */
    double share() {
        return total.total() > 0
                ? total.share()
                : rows.stream().mapToDouble(Row::share).average().orElse(0);
    }

    /**
     * Returns a summary: {@code 3 pulled, 1 up to date, 1 already present in 12.4 s (312 MB, 25 MB/s)}.
     *
     * @param bytesPerSecond the speed of all downloads together; 0 if unknown
     */
    String summary(long bytesPerSecond) {
        Map<PullState, Integer> counts = new EnumMap<>(PullState.class);
        for (Row row : rows) {
            counts.merge(row.state(), 1, Integer::sum);
        }
        List<String> texts = new ArrayList<>();
        for (Map.Entry<PullState, Integer> count : counts.entrySet()) {
            if (count.getKey().isEnd()) {
                texts.add(count.getValue() + " " + count.getKey());
            }
        }
        return String.join(", ", texts) + " in " + HumanReadable.download(total.current(), elapsed, bytesPerSecond);
    }
}
