package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.pull.PullSnapshot.Row;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows progress as lines of the log: one when the pull of an image begins, and one every 5 seconds about all images.
 *
 * @param log receives a line
 */
public record PlainDisplay(Consumer<String> log) implements Display {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void show(PullSnapshot now) {
        log.accept(line(now));
    }

    static String line(PullSnapshot now) {
        String total = Stream.of(
                        now.ended() + " of " + now.rows().size() + " images done",
                        now.total().layerCount(),
                        now.total().megabytes(" of "),
                        now.total().rate())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        String active = now.rows().stream()
                .filter(Row::isActive)
                .map(PlainDisplay::text)
                .collect(Collectors.joining(", "));
        return active.isEmpty() ? total : total + ": " + active;
    }

    private static String text(Row row) {
        String megabytes = row.progress().megabytes(" of ");
        return row.image().declared().shortName() + " " + row.doing() + (megabytes.isEmpty() ? "" : " " + megabytes);
    }

    @Override
    public void begun(ImageReference image) {
        log.accept("Pulling " + image);
    }

    @Override
    public void print(String line, Consumer<String> to) {
        to.accept(line);
    }

    @Override
    public void close() {
        // Nothing to remove: lines stay in the log.
    }
}
