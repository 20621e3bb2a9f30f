package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.RegistryLogins;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.DaemonThreads;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.image.PullState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Pulls the images that a build needs, several in parallel.
 *
 * @param connect connects to the engine
 * @param cache the images that the modules of the build have found and pulled
 * @param options how to pull
 * @param display shows the progress
 * @param log receives what is done, line by line, from any thread
 */
public record ImagePuller(
        Supplier<ContainerEngine> connect,
        BuildImageCache cache,
        PullOptions options,
        Display display,
        Consumer<String> log) {
    /**
     * Makes all images present. An image that several modules need is pulled once, with the credentials of the first
     * module; if that fails, with those of the next. Failed images are in the report; the others are pulled, unless
     * {@link PullOptions#failFast} is set.
     *
     * @throws ExplainedException if two images have the same local tag, there is no engine, or the thread is
     *     interrupted
     */
    public PullReport pull(List<ModulePull> modules) {
        Map<String, WantedImage> wanted = new LinkedHashMap<>();
        Map<AuthorizationTokens, RegistryLogins> logins = new HashMap<>();
        for (ModulePull module : modules) {
            RegistryLogins ofModule =
                    logins.computeIfAbsent(module.tokens(), tokens -> new RegistryLogins(tokens, log));
            for (ImageToPull image : module.images()) {
                var source = new ImageSource(module.name(), image.registry(), ofModule, module.ecr());
                wanted.merge(
                        image.keyWithLocalTag(), new WantedImage(image, module, List.of(source)), WantedImage::and);
            }
        }
        var tracker = new ProgressTracker(System::nanoTime);
        PullReport report;
        try {
            checkLocalTags(wanted.values());
            // Begin to sign in now: connecting to the engine takes time too.
            for (WantedImage each : wanted.values()) {
                if (each.image().isAlwaysPulled(options.offline()) && !cache.has(each.image())) {
                    ImageSource source = each.sources().get(0);
                    source.logins().start(source.registry());
                }
            }
            try (ContainerEngine engine = connect.get()) {
                report = new Run(wanted.values(), tracker, engine).run();
            }
        } finally {
            logins.values().forEach(RegistryLogins::close);
        }
        if (report.failure() == null) {
            log.accept(tracker.summary());
        }
        return report;
    }

    /** Refuses a local tag of two images: it would name the one that happens to be tagged last. */
    private static void checkLocalTags(Collection<WantedImage> wanted) {
        Map<String, ImageToPull> tagged = new HashMap<>();
        for (WantedImage each : wanted) {
            LocalTag tag = each.image().names().localTag();
            ImageToPull other = tag == null ? null : tagged.put(tag.toString(), each.image());
            if (other != null) {
                throw ExplainedException.configuration("two images have the localTag '" + tag + "': " + other.declared()
                        + " and " + each.image().declared()
                        + ". Give each its own, or pull them in two runs: a module with -pl, an execution as"
                        + " ecr:pull@ID");
            }
        }
    }

    /** One run of pulls. */
    private final class Run {
        private final Map<ImageToPull, PullTask> unfinished = new LinkedHashMap<>();
        private final Map<ImageToPull, PullResult> results = new ConcurrentHashMap<>();
        private final List<ImageToPull> all = new ArrayList<>();
        private final ContainerEngine engine;
        private final ProgressTracker tracker;
        private final long start = System.nanoTime();
        private long shown = start;
        private volatile boolean ended;

        Run(Collection<WantedImage> wanted, ProgressTracker tracker, ContainerEngine engine) {
            this.tracker = tracker;
            this.engine = engine;
            Set<String> names = new HashSet<>();
            for (WantedImage each : wanted) {
                all.add(each.image());
                names.addAll(each.image().names().all());
            }
            var taggers = new IdentityHashMap<ModulePull, ImageTagger>();
            for (WantedImage each : wanted) {
                ImageTagger tagger = taggers.computeIfAbsent(
                        each.module(), module -> new ImageTagger(engine, names, module.usage()));
                unfinished.put(
                        each.image(),
                        new PullTask(
                                each.image(),
                                each.sources(),
                                tracker.add(each.image()),
                                engine,
                                cache,
                                tagger,
                                options,
                                display,
                                this::log));
            }
        }

        PullReport run() {
            unfinished.values().removeIf(this::takeKnown);
            if (!unfinished.isEmpty()) {
                runUnfinished();
            }
            return report();
        }

        /**
         * Takes an image that another module has made present; returns whether it has. Threads for such images would
         * take each module of a large build 2 ms, a third of its time.
         */
        private boolean takeKnown(PullTask task) {
            Optional<PullResult> known = task.known();
            known.ifPresent(result -> results.put(task.image(), result));
            return known.isPresent();
        }

        private void runUnfinished() {
            ExecutorService threads =
                    DaemonThreads.fixed(Math.min(options.parallelism(), unfinished.size()), "ecr-pull");
            try {
                var pulls = new ExecutorCompletionService<ImageToPull>(threads);
                unfinished.values().forEach(task -> pulls.submit(() -> run(task), task.image()));
                while (!unfinished.isEmpty() && !(options.failFast() && hasFailed())) {
                    Future<ImageToPull> next = pulls.poll(nanosToWait(), TimeUnit.NANOSECONDS);
                    if (next != null) {
                        unfinished.remove(DaemonThreads.result(next));
                    } else if (isTimedOut()) {
                        timeOut();
                        break;
                    }
                    showIfDue();
                }
                if (!unfinished.isEmpty()) {
                    log.accept("Stopped pulling " + names(unfinished.keySet()));
                }
            } catch (InterruptedException e) {
                throw ExplainedException.interrupted("pulling " + names(unfinished.keySet()), e);
            } finally {
                ended = true;
                threads.shutdownNow();
            }
        }

        private boolean hasFailed() {
            return results.values().stream().anyMatch(result -> result.failure() != null);
        }

        private PullReport report() {
            List<PullResult> inOrder = new ArrayList<>();
            var failures = new Problems();
            for (ImageToPull image : all) {
                PullResult result = results.get(image);
                if (result != null) {
                    inOrder.add(result);
                    if (result.failure() != null) {
                        failures.add(result.failure());
                    }
                }
            }
            return new PullReport(engine.description(), inOrder, failures.summary(all.size(), "pulled"));
        }

        private void run(PullTask task) {
            long begin = System.nanoTime();
            try {
                results.putIfAbsent(task.image(), task.run());
            } catch (ExplainedException e) {
                task.progress().state(PullState.FAILED);
                // After the end it is only the interrupt of this task.
                if (!ended) {
                    fail(task.image(), e, begin);
                }
            } catch (InterruptedException e) {
                // The run has been stopped, and has its result.
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

        private void showIfDue() {
            long now = System.nanoTime();
            if (now - shown >= display.period().toNanos()) {
                display.show(tracker.snapshot());
                shown = now;
            }
        }

        private void timeOut() {
            var reason = ExplainedException.environment(
                    "after " + options.timeout().toSeconds() + " s, the timeout, these images were not pulled: "
                            + names(unfinished.keySet()) + ". Set timeout to wait longer",
                    null);
            unfinished.keySet().forEach(image -> fail(image, reason, start));
        }

        /** Logs nothing after the end of the run: the messages of stopped pulls help nobody. */
        private void log(String line) {
            if (!ended) {
                log.accept(line);
            }
        }

        private static String names(Collection<ImageToPull> images) {
            return images.stream().map(image -> image.declared().toString()).collect(Collectors.joining(", "));
        }
    }
}
