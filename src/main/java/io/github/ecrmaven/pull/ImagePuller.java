package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.SignIns;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.SharedImages;
import io.github.ecrmaven.image.DaemonThreads;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Failures;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.pull.PullBoard.ImageProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import java.util.stream.Stream;

/** Pulls the images that a build needs and the engine does not have, several at once. */
public final class ImagePuller {
    private final Supplier<ContainerEngine> connect;
    private final SharedImages shared;
    private final PullOptions options;
    private final Display display;
    private final Consumer<String> log;

    /**
     * Prepares pulling.
     *
     * @param connect to the engine
     * @param cache of the build: what its modules have found and pulled
     * @param options how to pull
     * @param display shows how it goes, until it is closed
     * @param log takes what is done, a line at a time, from any thread
     */
    public ImagePuller(
            Supplier<ContainerEngine> connect,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            PullOptions options,
            Display display,
            Consumer<String> log) {
        this.connect = connect;
        this.shared = new SharedImages(cache);
        this.options = options;
        this.display = display;
        this.log = log;
    }

    /**
     * Makes every image present; one that several modules name counts once. It is pulled as the first of them signs in,
     * and where that does not work as the next does, so that each module's own credentials count. What could not be had
     * is in the report; the other images are there nevertheless, unless the options say otherwise.
     *
     * @throws ExplainedException when there is no engine, or the thread is interrupted
     */
    public PullReport pull(List<ModulePull> modules) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        Map<AuthorizationTokens, SignIns> signIns = new HashMap<>();
        for (ModulePull module : modules) {
            SignIns ofModule = signIns.computeIfAbsent(module.tokens(), tokens -> new SignIns(tokens, log));
            module.images()
                    .forEach(image -> wanted.merge(
                            image.reference() + " " + image.platform() + " " + image.localTag(),
                            new Wanted(
                                    image,
                                    module,
                                    List.of(new ImageSource(module.name(), image.registry(), ofModule, module.ecr()))),
                            Wanted::and));
        }
        var board = new PullBoard(System::nanoTime);
        PullReport report;
        try {
            // Meanwhile the engine is connected to and looked through.
            wanted.values().stream()
                    .filter(each ->
                            each.image.policy() == PullPolicy.ALWAYS && each.image.mayBePulled(options.offline()))
                    .map(each -> each.sources.get(0))
                    .forEach(source -> source.signIns().begin(source.registry()));
            try (ContainerEngine engine = connect.get()) {
                report = new Run(wanted.values(), board, engine).run();
            }
        } finally {
            signIns.values().forEach(SignIns::close);
        }
        if (report.failure() == null) {
            log.accept(board.snapshot().summary());
        }
        return report;
    }

    /** An image, with the first module that wants it, and how all modules that want it get it. */
    private record Wanted(ImageToPull image, ModulePull module, List<ImageSource> sources) {
        Wanted and(Wanted same) {
            List<ImageSource> others = same.sources.stream()
                    .filter(other -> sources.stream().noneMatch(other::isSame))
                    .toList();
            return new Wanted(
                    image.and(same.image),
                    module,
                    Stream.concat(sources.stream(), others.stream()).toList());
        }
    }

    /** The pulls of the images, which end together. */
    private final class Run {
        private final Map<ImageToPull, ImageProgress> left = new LinkedHashMap<>();
        private final Map<ImageToPull, PullResult> results = new ConcurrentHashMap<>();
        private final List<ImageToPull> all;
        private final Map<ImageToPull, ImageProvider> providers = new HashMap<>();
        private final ContainerEngine engine;
        private final PullBoard board;
        private final long start = System.nanoTime();
        private long shown = start;
        private volatile boolean ended;

        Run(Collection<Wanted> wanted, PullBoard board, ContainerEngine engine) {
            this.board = board;
            this.engine = engine;
            all = wanted.stream().map(Wanted::image).toList();
            Set<String> repositories =
                    all.stream().map(image -> image.reference().name()).collect(Collectors.toSet());
            Map<ModulePull, ImageTagger> names = new HashMap<>();
            for (Wanted each : wanted) {
                left.put(each.image, board.add(each.image));
                ImageTagger ofModule = names.computeIfAbsent(
                        each.module, module -> new ImageTagger(engine, repositories, module.pulled()));
                providers.put(
                        each.image,
                        new ImageProvider(engine, each.sources, shared, ofModule, options, display, this::log));
            }
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
                results.putIfAbsent(image, providers.get(image).provide(image, progress));
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
