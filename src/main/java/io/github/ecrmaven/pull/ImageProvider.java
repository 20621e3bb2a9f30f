package io.github.ecrmaven.pull;

import io.github.ecrmaven.aws.SignIn;
import io.github.ecrmaven.ecr.SignIns;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.engine.SharedImages;
import io.github.ecrmaven.engine.SharedImages.Shared;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.image.RetryPause;
import io.github.ecrmaven.pull.PullBoard.ImageProgress;
import io.github.ecrmaven.remove.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes an image present in the engine: looks for it, asks its pull policy, and pulls it, again where that may help.
 *
 * @param engine the engine
 * @param sources how the modules that want the image get it, the first module first
 * @param shared what the modules of the build have found and pulled
 * @param names gives the images their names
 * @param options how to pull
 * @param display shows what is begun
 * @param log takes what is done, a line at a time
 */
record ImageProvider(
        ContainerEngine engine,
        List<ImageSource> sources,
        SharedImages shared,
        ImageTagger names,
        PullOptions options,
        Display display,
        Consumer<String> log) {
    /**
     * Makes one image present.
     *
     * @param progress where it is noted
     * @throws ExplainedException when the image cannot be had
     */
    PullResult provide(ImageToPull image, ImageProgress progress) throws InterruptedException {
        long start = System.nanoTime();
        names.need(image);
        Shared found = shared.get(engine.address(), image, isPulledAnyway(image), () -> provideAlone(image, progress));
        names.tagLocally(image);
        PullState outcome = found.ofAnother() ? PullState.ALREADY_PRESENT : found.outcome();
        progress.state(outcome);
        var result = new PullResult(image, outcome, found.image(), null, start);
        log.accept(line(result, found, progress.bytes()));
        return result;
    }

    private boolean isPulledAnyway(ImageToPull image) {
        return image.policy() == PullPolicy.ALWAYS && !options.offline();
    }

    private Shared provideAlone(ImageToPull image, ImageProgress progress) {
        ImageReference reference = image.reference();
        Optional<LocalImage> present = engine.find(reference, image.platform());
        if (present.isPresent() && !isPulledAnyway(image)) {
            names.tag(reference);
            return new Shared(present.get(), PullState.ALREADY_PRESENT, false);
        }
        Optional<ExplainedException> refusal = image.refusal(engine.toString(), options.offline());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        LocalImage pulled = pull(image, progress);
        boolean upToDate =
                present.map(LocalImage::id).filter(pulled.id()::equals).isPresent();
        return new Shared(pulled, upToDate ? PullState.UP_TO_DATE : PullState.PULLED, false);
    }

    private String line(PullResult result, Shared found, long bytes) {
        ImageReference reference = result.image().reference();
        return switch (result.outcome()) {
            case PULLED ->
                "Pulled " + reference + " ("
                        + result.digest().orElse(found.image().id()) + ") in " + new Transfer(bytes, result.time());
            case UP_TO_DATE -> reference + " is up to date";
            default ->
                reference + " is already present"
                        + (found.ofAnother() && found.isPull() ? ": this build has pulled it" : "")
                        + (options.offline() ? "; Maven is offline" : "");
        };
    }

    private LocalImage pull(ImageToPull image, ImageProgress progress) {
        ImageSource first = sources.get(0);
        first.signIns().begin(first.registry());
        // Meanwhile.
        List<JournalEntry> begun = names.beforePull(image.reference());
        try {
            LocalImage pulled = pullSignedIn(image, progress);
            names.afterPull(begun, pulled);
            return pulled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExplainedException.environment("interrupted while pulling " + image.reference(), e);
        } catch (ExplainedException e) {
            names.afterFailedPull(begun, e);
            throw e;
        }
    }

    /** What one module may not pull, another may: each signs in with its own credentials, until one gets the image. */
    private LocalImage pullSignedIn(ImageToPull image, ImageProgress progress) throws InterruptedException {
        Map<String, ExplainedException> failures = new LinkedHashMap<>();
        for (ImageSource source : sources) {
            failures.forEach((module, failure) -> log.accept(image.reference() + " cannot be pulled as " + module
                    + " signs in; trying as " + source.module() + " does: " + failure.getMessage()));
            try {
                return pullFrom(source, image, progress);
            } catch (PullException e) {
                failures.put(source.module(), explained(e, image, source));
                if (e.kind() == Kind.TEMPORARY || e.kind() == Kind.OTHER || e.kind() == Kind.NO_PLATFORM) {
                    break;
                }
            } catch (ExplainedException e) {
                failures.put(source.module(), e);
            }
        }
        throw ofAll(failures);
    }

    private static ExplainedException ofAll(Map<String, ExplainedException> failures) {
        List<ExplainedException> all = List.copyOf(failures.values());
        if (all.stream().map(ExplainedException::getMessage).distinct().count() == 1) {
            return all.get(0);
        }
        return ExplainedException.environment(
                failures.entrySet().stream()
                        .map(failure -> "as " + failure.getKey() + " signs in, "
                                + failure.getValue().getMessage())
                        .collect(Collectors.joining("; ")),
                all.get(0));
    }

    private LocalImage pullFrom(ImageSource source, ImageToPull image, ImageProgress progress)
            throws InterruptedException {
        progress.state(PullState.SIGNING_IN);
        SignIn signIn = source.signIns().to(source.registry());
        display.begun(image.reference());
        progress.state(PullState.PULLING);
        int retries = 0;
        while (true) {
            try {
                return pull(image, source.signIns(), signIn, progress);
            } catch (PullException e) {
                Optional<SignIn> other = refused(e)
                        ? source.signIns().insteadOf(signIn, e.kind() == Kind.EXPIRED, source.registry())
                        : Optional.empty();
                if (other.isPresent()) {
                    signIn = other.get();
                    progress.state(PullState.RETRYING);
                } else if (e.kind() == Kind.TEMPORARY && retries < options.retries()) {
                    retries++;
                    progress.state(PullState.RETRYING);
                    RetryPause.take(e.said(), retries, options.retries(), log);
                } else {
                    throw e;
                }
            }
        }
    }

    private LocalImage pull(ImageToPull image, SignIns signIns, SignIn signIn, ImageProgress progress) {
        return engine.pull(image.reference(), image.platform(), signIn.credentials(), layer -> {
            signIns.accepted(signIn);
            progress.accept(layer);
        });
    }

    private static boolean refused(PullException failure) {
        return failure.kind() == Kind.REFUSED || failure.kind() == Kind.EXPIRED;
    }

    private ExplainedException explained(PullException failure, ImageToPull image, ImageSource source) {
        Optional<String> finding = switch (failure.kind()) {
            case REFUSED, EXPIRED, NOT_FOUND, NO_IMAGE -> source.ecr().finding(source.registry(), image.reference());
            case NO_PLATFORM -> source.ecr().platforms(source.registry(), image.reference());
            case TEMPORARY, OTHER -> Optional.empty();
        };
        return finding.map(failure::explain).orElseGet(failure::explain);
    }
}
