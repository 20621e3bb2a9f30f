package io.github.ecrmaven;

import io.github.ecrmaven.PullBoard.ImageProgress;
import io.github.ecrmaven.aws.AuthorizationTokens;
import io.github.ecrmaven.aws.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.PullPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Pulls the images that a build needs and the engine does not have, several at once. */
public final class ImagePuller {
    private final Supplier<ContainerEngine> connect;
    private final AuthorizationTokens tokens;
    private final EcrImages images;
    private final SharedImages shared;
    private final PulledNames pulled;
    private final PullOptions options;
    private final Display display;
    private final Consumer<String> log;

    /**
     * Prepares pulling.
     *
     * @param connect to the engine
     * @param tokens asked only for a registry that an image is pulled from
     * @param images asked only for an image that the registry does not give
     * @param cache of the build: what its modules have found and pulled
     * @param pulled where it is written down what names named before
     * @param options how to pull
     * @param display shows how it goes, until it is closed
     * @param log takes what is done, a line at a time, from any thread
     */
    public ImagePuller(
            Supplier<ContainerEngine> connect,
            AuthorizationTokens tokens,
            EcrImages images,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            PulledNames pulled,
            PullOptions options,
            Display display,
            Consumer<String> log) {
        this.connect = connect;
        this.tokens = tokens;
        this.images = images;
        this.shared = new SharedImages(cache);
        this.pulled = pulled;
        this.options = options;
        this.display = display;
        this.log = log;
    }

    /**
     * Makes every image present; one that is named twice counts once. What could not be had is in the report; the other
     * images are there nevertheless, unless the options say otherwise.
     *
     * @throws ExplainedException when there is no engine, or the thread is interrupted
     */
    public PullReport pull(List<ImageToPull> images) {
        Collection<ImageToPull> wanted = images.stream()
                .collect(Collectors.toMap(
                        image -> image.reference() + " " + image.platform() + " " + image.id() + " " + image.localTag(),
                        image -> image,
                        ImageToPull::and,
                        LinkedHashMap::new))
                .values();
        var board = new PullBoard(System::nanoTime);
        PullReport report;
        try (var signIns = new SignIns(tokens, log)) {
            // Meanwhile the engine is connected to and looked through.
            wanted.stream()
                    .filter(image -> image.policy() == PullPolicy.ALWAYS && image.mayBePulled(options.offline()))
                    .forEach(image -> signIns.begin(image.registry()));
            try (ContainerEngine engine = connect.get()) {
                report = new Run(wanted, board, engine, signIns).run();
            }
        }
        if (report.failure() == null) {
            log.accept(board.snapshot().summary());
        }
        return report;
    }

    /** The pulls of the images, which end together. */
    private final class Run {
        private final Map<ImageToPull, ImageProgress> left = new LinkedHashMap<>();
        private final Map<ImageToPull, PullResult> results = new ConcurrentHashMap<>();
        private final List<ImageToPull> all;
        private final ContainerEngine engine;
        private final ImageProvider provider;
        private final PullBoard board;
        private final long start = System.nanoTime();
        private long shown = start;
        private volatile boolean ended;

        Run(Collection<ImageToPull> wanted, PullBoard board, ContainerEngine engine, SignIns signIns) {
            this.board = board;
            this.engine = engine;
            all = List.copyOf(wanted);
            all.forEach(image -> left.put(image, board.add(image)));
            var names = new NameGiver(
                    engine, all.stream().map(image -> image.reference().name()).collect(Collectors.toSet()), pulled);
            provider = new ImageProvider(engine, signIns, images, shared, names, options, display, this::log);
        }

        PullReport run() {
            ExecutorService threads = DaemonThreads.fixed(Math.min(options.parallelism(), all.size()), "ecr-pull");
            try {
                var pulls = new ExecutorCompletionService<ImageToPull>(threads);
                left.forEach((image, progress) -> pulls.submit(() -> provide(image, progress), image));
                while (!left.isEmpty() && !(options.failFast() && hasFailed())) {
                    Future<ImageToPull> next = pulls.poll(nanosToWait(), TimeUnit.NANOSECONDS);
                    if (next != null) {
                        left.remove(DaemonThreads.result(next));
                    } else if (isTimedOut()) {
                        timeOut();
                        break;
                    }
                    showIfItIsTime();
                }
                if (!left.isEmpty()) {
                    log.accept("Stopped pulling " + names(left.keySet()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ExplainedException.environment("interrupted while pulling " + names(left.keySet()), e);
            } finally {
                ended = true;
                threads.shutdownNow();
            }
            return report();
        }

        private boolean hasFailed() {
            return results.values().stream().anyMatch(result -> result.failure() != null);
        }

        private PullReport report() {
            List<PullResult> ended =
                    all.stream().map(results::get).filter(Objects::nonNull).toList();
            var failures = new Failures();
            ended.stream()
                    .filter(result -> result.failure() != null)
                    .forEach(result -> failures.add(result.image(), result.failure()));
            return new PullReport(engine.brief(), ended, failures.summary(all.size(), "pulled"));
        }

        private void provide(ImageToPull image, ImageProgress progress) {
            long begin = System.nanoTime();
            try {
                results.putIfAbsent(image, provider.provide(image, progress));
            } catch (ExplainedException e) {
                progress.state(PullState.FAILED);
                fail(image, e, begin);
            } catch (InterruptedException e) {
                // The run has ended.
                Thread.currentThread().interrupt();
            }
        }

        private void fail(ImageToPull image, ExplainedException failure, long begin) {
            results.putIfAbsent(image, new PullResult(image, PullState.FAILED, null, failure, begin));
        }

        private long nanosToWait() {
            long now = System.nanoTime();
            long untilShown = display.period().toNanos() - (now - shown);
            return options.timeout() == null
                    ? untilShown
                    : Math.min(untilShown, options.timeout().toNanos() - (now - start));
        }

        private boolean isTimedOut() {
            return options.timeout() != null
                    && System.nanoTime() - start >= options.timeout().toNanos();
        }

        private void showIfItIsTime() {
            long now = System.nanoTime();
            if (now - shown >= display.period().toNanos()) {
                display.show(board.snapshot());
                shown = now;
            }
        }

        private void timeOut() {
            var reason = ExplainedException.environment(
                    "after " + options.timeout().toSeconds() + " s, the timeout, these images were not pulled: "
                            + names(left.keySet()) + ". Set timeout to wait longer",
                    null);
            left.keySet().forEach(image -> fail(image, reason, start));
        }

        /** What pulls say that were stopped is not worth a line. */
        private void log(String line) {
            if (!ended) {
                log.accept(line);
            }
        }

        private static String names(Collection<ImageToPull> images) {
            return images.stream().map(image -> image.reference().toString()).collect(Collectors.joining(", "));
        }
    }
}
