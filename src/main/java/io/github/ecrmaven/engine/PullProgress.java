package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Turns the frames of a pull into a line of the log every few seconds. */
final class PullProgress implements Consumer<PullResponseItem> {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Set<String> DONE = Set.of("Pull complete", "Already exists");
    private static final Set<String> DOWNLOADED = Set.of("Verifying Checksum", "Download complete", "Extracting");
    private static final Set<String> WAITING = Set.of("Pulling fs layer", "Waiting");
    private static final String DOWNLOADING = "Downloading";
    private static final double MEGABYTE = 1e6;

    private final String name;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    /** Docker, which begins with "Pulling from", extracts after the download; Podman tells of the download alone. */
    private boolean extracts;

    private long lastLine;

    private record Layer(boolean done, long current, long total) {}

    PullProgress(String name, Consumer<String> log, LongSupplier nanoTime) {
        this.name = name;
        this.log = log;
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong();
    }

    @Override
    public void accept(PullResponseItem frame) {
        if (frame.getId() == null || frame.getStatus() == null) {
            return;
        }
        extracts |= frame.getStatus().startsWith("Pulling from ");
        Layer known = layers.get(frame.getId());
        Layer layer = next(known, frame);
        if (layer != null) {
            layers.put(frame.getId(), layer);
        }
        long now = nanoTime.getAsLong();
        if (!layers.isEmpty() && now - lastLine >= INTERVAL.toNanos()) {
            lastLine = now;
            log.accept(line());
        }
    }

    /** The state of a layer after a frame; null for a frame of anything else, such as "Pulling from repository". */
    private Layer next(Layer known, PullResponseItem frame) {
        Layer layer = known == null ? new Layer(false, 0, 0) : known;
        String status = frame.getStatus();
        long size = Math.max(layer.current, layer.total);
        if (DONE.contains(status)) {
            return new Layer(true, size, size);
        }
        if (DOWNLOADED.contains(status)) {
            return new Layer(layer.done || !extracts, size, size);
        }
        if (status.equals(DOWNLOADING)) {
            ProgressDetail detail = frame.getProgressDetail();
            long current = detail == null || detail.getCurrent() == null ? 0 : detail.getCurrent();
            long total = detail == null || detail.getTotal() == null ? 0 : detail.getTotal();
            return new Layer(layer.done, Math.max(layer.current, current), Math.max(layer.total, total));
        }
        return WAITING.contains(status) ? layer : known;
    }

    private String line() {
        long done = layers.values().stream().filter(Layer::done).count();
        long current = layers.values().stream().mapToLong(Layer::current).sum();
        long total = layers.values().stream().mapToLong(Layer::total).sum();
        return String.format(
                Locale.ROOT,
                "  %s: %d of %d layers done, %.1f of %.1f MB",
                name,
                done,
                layers.size(),
                current / MEGABYTE,
                Math.max(current, total) / MEGABYTE);
    }
}
