package io.github.ecrmaven;

import io.github.ecrmaven.PullBoard.ImageProgress;
import io.github.ecrmaven.aws.EcrImages;
import io.github.ecrmaven.aws.SignIn;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.PullPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Makes an image present in the engine: looks for it, asks its pull policy, and pulls it, again where that may help.
 *
 * @param engine the engine
 * @param signIns asked only for an image that is pulled
 * @param images asked only for an image that the registry does not give
 * @param shared what the modules of the build pull
 * @param options how to pull
 * @param display shows what is begun
 * @param log takes what is done, a line at a time
 */
record ImageProvider(
        ContainerEngine engine,
        SignIns signIns,
        EcrImages images,
        SharedPulls shared,
        PullOptions options,
        Display display,
        Consumer<String> log) {
    /** Before the first retry; the pause doubles with each. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * Makes one image present.
     *
     * @param progress where it is noted
     * @throws ExplainedException when the image cannot be had
     */
    void provide(ImageToPull image, ImageProgress progress) throws InterruptedException {
        ImageReference reference = image.reference();
        Optional<LocalImage> present = engine.find(reference, image.platform());
        if (present.isPresent() && (options.offline() || image.policy() != PullPolicy.ALWAYS)) {
            engine.tag(reference);
            progress.state(PullState.ALREADY_PRESENT);
            log.accept(reference + " is already present" + (options.offline() ? "; Maven is offline" : ""));
            return;
        }
        Optional<ExplainedException> refusal = image.refusal(engine, options.offline());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        boolean pulledByAnother = shared.pulledByAnother(
                String.join("\n", "pull", engine.toString(), reference.toString(), String.valueOf(image.platform())),
                () -> engine.find(reference, image.platform()).map(LocalImage::id),
                () -> pull(image, present.map(LocalImage::id), progress).id());
        if (pulledByAnother) {
            progress.state(PullState.ALREADY_PRESENT);
            log.accept(reference + " is already present: this build has pulled it");
        }
    }

    private LocalImage pull(ImageToPull image, Optional<String> presentId, ImageProgress progress) {
        ImageReference reference = image.reference();
        long start = System.nanoTime();
        LocalImage pulled = pull(image, progress);
        if (presentId.filter(pulled.id()::equals).isPresent()) {
            progress.state(PullState.UP_TO_DATE);
            log.accept(reference + " is up to date");
        } else {
            progress.state(PullState.PULLED);
            log.accept("Pulled " + reference + " ("
                    + pulled.digestIn(reference.registry() + "/" + reference.repository()) + ") in "
                    + new Transfer(progress.bytes(), Duration.ofNanos(System.nanoTime() - start)));
        }
        return pulled;
    }

    private LocalImage pull(ImageToPull image, ImageProgress progress) {
        try {
            progress.state(PullState.SIGNING_IN);
            SignIn signIn = signIns.to(image.registry());
            display.begun(image.reference());
            progress.state(PullState.PULLING);
            int retries = 0;
            while (true) {
                try {
                    return pull(image, signIn, progress);
                } catch (PullException e) {
                    progress.state(PullState.RETRYING);
                    Optional<SignIn> other = refused(e)
                            ? signIns.insteadOf(signIn, e.kind() == Kind.EXPIRED, image.registry())
                            : Optional.empty();
                    if (other.isPresent()) {
                        signIn = other.get();
                    } else if (e.kind() == Kind.TEMPORARY && retries < options.retries()) {
                        retries++;
                        pause(e, retries);
                    } else {
                        throw explained(e, image);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExplainedException.environment("interrupted while pulling " + image.reference(), e);
        }
    }

    private LocalImage pull(ImageToPull image, SignIn signIn, ImageProgress progress) {
        return engine.pull(image.reference(), image.platform(), signIn.credentials(), layer -> {
            signIns.accepted(signIn);
            progress.accept(layer);
        });
    }

    private static boolean refused(PullException failure) {
        return failure.kind() == Kind.REFUSED || failure.kind() == Kind.EXPIRED;
    }

    /** Between a half of the pause and all of it, so that many builds that failed together do not return together. */
    private void pause(PullException failure, int retry) throws InterruptedException {
        long most = PAUSE.toMillis() << (retry - 1);
        long millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        log.accept(String.format(
                Locale.ROOT,
                "%s; trying again in %.1f s (retry %d of %d)",
                failure.said(),
                millis / 1e3,
                retry,
                options.retries()));
        Thread.sleep(millis);
    }

    private ExplainedException explained(PullException failure, ImageToPull image) {
        Optional<String> finding = switch (failure.kind()) {
            case REFUSED, EXPIRED, NOT_FOUND -> images.finding(image.registry(), image.reference());
            case NO_PLATFORM -> images.platforms(image.registry(), image.reference());
            case TEMPORARY, OTHER -> Optional.empty();
        };
        return finding.map(failure::explain).orElseGet(failure::explain);
    }
}
