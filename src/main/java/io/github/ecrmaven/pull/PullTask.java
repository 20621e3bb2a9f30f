package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.PresentImage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.image.RetryPause;
import io.github.ecrmaven.pull.ProgressTracker.ImageProgress;
import io.github.ecrmaven.remove.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one image present in the engine: looks for it, applies its pull policy, pulls it and retries.
 *
 * @param image the image
 * @param sources how the modules that need the image get it, the first module first
 * @param progress the progress of the image
 * @param engine the engine
 * @param cache the images that the modules of the build have found and pulled
 * @param tagger tags the image
 * @param options how to pull
 * @param display shows that a pull begins
 * @param log receives what is done, line by line
 */
record PullTask(
        ImageToPull image,
        List<ImageSource> sources,
        ImageProgress progress,
        ContainerEngine engine,
        BuildImageCache cache,
        ImageTagger tagger,
        PullOptions options,
        Display display,
        Consumer<String> log) {
    private static final Pattern ECR_QUOTE = Pattern.compile("ECR says: \\w+: (?<words>.+?)\\. (?<rest>.+)");

    /** Returns the result for an image that another module has made present, if nothing else is to be done for it. */
    Optional<PullResult> known() {
        if (!image.names().additional().isEmpty()) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        tagger.need(image);
        return cache.known(engine.address(), image, isAlwaysPulled()).map(found -> result(found, start));
    }

    /**
     * Makes the image present.
     *
     * @throws ExplainedException if that fails
     */
    PullResult run() throws InterruptedException {
        long start = System.nanoTime();
        tagger.need(image);
        PresentImage found = cache.get(engine.address(), image, isAlwaysPulled(), this::findOrPull);
        tagger.tagAdditionally(image, found.byOwnName());
        return result(found, start);
    }

    private boolean isAlwaysPulled() {
        return image.isAlwaysPulled(options.offline());
    }

    private PullResult result(PresentImage found, long start) {
        PullState outcome = found.fromOtherModule() ? PullState.ALREADY_PRESENT : found.outcome();
        progress.state(outcome);
        var result = new PullResult(image, outcome, found.image(), null, start);
        if (!found.fromOtherModule()) {
            log.accept(line(result, found));
        }
        return result;
    }

    private PresentImage findOrPull() {
        Optional<PresentImage> present = engine.find(image);
        if (present.isPresent() && !isAlwaysPulled()) {
            if (!present.get().byOwnName()) {
                tagger.tag(image.reference());
            }
            return present.get();
        }
        image.refusal(engine.toString(), options.offline()).ifPresent(refusal -> {
            throw refusal;
        });
        LocalImage pulled = pull(present.filter(found -> !found.byOwnName()).map(PresentImage::image));
        tagger.tag(image.reference());
        boolean upToDate = present.map(found -> found.image().id())
                .filter(pulled.id()::equals)
                .isPresent();
        return new PresentImage(pulled, upToDate ? PullState.UP_TO_DATE : PullState.PULLED, false, false);
    }

    private String line(PullResult result, PresentImage found) {
        return switch (result.outcome()) {
            case PULLED ->
                "Pulled " + image.declared()
                        + (image.ownName() == null ? "" : " from " + image.reference())
                        + (image.reference().digest() == null
                                ? " (" + result.digest().orElse(found.image().id()) + ")"
                                : "")
                        + " in " + progress.download(result.time());
            case UP_TO_DATE -> image.declared() + " is up to date";
            default -> image.declared() + " is already present" + (options.offline() ? "; Maven is offline" : "");
        };
    }

    private LocalImage pull(Optional<LocalImage> present) {
        ImageSource first = sources.get(0);
        first.logins().start(first.registry());
        // Signing in goes on in the background.
        JournalEntry begun = tagger.beforePull(image.reference(), present);
        try {
            LocalImage pulled = pullFromSources();
            tagger.afterPull(begun, pulled);
            return pulled;
        } catch (InterruptedException e) {
            throw ExplainedException.interrupted("pulling " + image.reference(), e);
        } catch (ExplainedException e) {
            tagger.afterFailedPull(begun, e);
            throw e;
        }
    }

    /** Tries the credentials of one module after the other: another module may have the permission. */
    private LocalImage pullFromSources() throws InterruptedException {
        List<ExplainedException> failures = new ArrayList<>();
        for (ImageSource source : sources) {
            for (int i = 0; i < failures.size(); i++) {
                log.accept(image.reference() + " cannot be pulled as "
                        + sources.get(i).module() + " signs in; trying as " + source.module() + " does: "
                        + failures.get(i).getMessage());
            }
            try {
                return pullWithRetries(source);
            } catch (PullException e) {
                failures.add(explained(e, source));
                if (e.kind() == Kind.TEMPORARY || e.kind() == Kind.OTHER || e.kind() == Kind.NO_PLATFORM) {
                    break;
                }
            } catch (ExplainedException e) {
                failures.add(e);
            }
        }
        throw combined(failures);
    }

    private ExplainedException combined(List<ExplainedException> failures) {
        if (failures.stream().map(ExplainedException::getMessage).distinct().count() == 1) {
            return failures.get(0);
        }
        return ExplainedException.environment(
                IntStream.range(0, failures.size())
                        .mapToObj(i -> "as " + sources.get(i).module() + " signs in, "
                                + failures.get(i).getMessage())
                        .collect(Collectors.joining("; ")),
                failures.get(0));
    }

    private LocalImage pullWithRetries(ImageSource source) throws InterruptedException {
        progress.state(PullState.SIGNING_IN);
        SignIn signIn = source.logins().signIn(source.registry());
        display.begun(image.reference());
        progress.state(PullState.PULLING);
        int retries = 0;
        boolean fetched = false;
        while (true) {
            try {
                return pullOnce(source, signIn);
            } catch (PullException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                boolean expired = e.kind() == Kind.EXPIRED;
                Optional<SignIn> other = expired || e.kind() == Kind.REFUSED
                        ? source.logins().renew(signIn, expired, source.registry())
                        : Optional.empty();
                if (other.isPresent()) {
                    signIn = other.get();
                    progress.state(PullState.RETRYING);
                } else if (e.kind() == Kind.TEMPORARY && retries < options.retries()) {
                    retries++;
                    progress.state(PullState.RETRYING);
                    RetryPause.sleep(e.messageWithoutRemedy(), retries, options.retries(), Duration.ZERO, log);
                } else if (e.kind() == Kind.NOT_FOUND
                        && !fetched
                        && source.ecr().fetchByTag(source.registry(), image.names())) {
                    fetched = true;
                    log.accept(
                            "ECR has fetched " + image.declared() + " by its tag, as it had no image with this digest");
                    progress.state(PullState.RETRYING);
                } else {
                    throw e;
                }
            }
        }
    }

    private LocalImage pullOnce(ImageSource source, SignIn signIn) {
        return engine.pull(image.reference(), image.platform(), signIn.credentials(), layer -> {
            source.logins().accept(source.registry());
            progress.accept(layer);
        });
    }

    private ExplainedException explained(PullException failure, ImageSource source) {
        progress.state(PullState.FAILING);
        Optional<String> finding = switch (failure.kind()) {
            case REFUSED, EXPIRED, NOT_FOUND, NO_IMAGE -> source.ecr().problem(source.registry(), image.names());
            case NO_PLATFORM -> source.ecr().platforms(source.registry(), image.names());
            // Of a mirror, it may be the upstream registry that does not answer.
            case TEMPORARY ->
                image.ownName() == null ? Optional.empty() : source.ecr().problem(source.registry(), image.names());
            case OTHER -> Optional.empty();
        };
        ExplainedException explained = finding.map(text -> failure.explain(withoutRepetition(text, failure)))
                .orElseGet(failure::explain);
        return image.ownName() == null
                ? explained
                : ExplainedException.environment(
                        "cannot pull " + image.declared() + " by its mirror: " + explained.getMessage(),
                        explained.getCause());
    }

    /** Shortens what ECR says if the message of the engine already has it. */
    private static String withoutRepetition(String finding, PullException failure) {
        Matcher quote = ECR_QUOTE.matcher(finding);
        return quote.matches() && failure.messageWithoutRemedy().contains(quote.group("words"))
                ? quote.group("rest")
                : finding;
    }
}
