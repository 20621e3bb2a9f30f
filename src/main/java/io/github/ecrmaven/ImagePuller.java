package io.github.ecrmaven;

import io.github.ecrmaven.aws.AuthorizationTokens;
import io.github.ecrmaven.aws.EcrImages;
import io.github.ecrmaven.aws.SignIn;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.PullPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Pulls the images that a build needs and the engine does not have. */
public final class ImagePuller {
    private final ContainerEngine engine;
    private final AuthorizationTokens tokens;
    private final EcrImages images;
    private final boolean offline;
    private final Consumer<String> log;
    private final Map<EcrRegistry, ExplainedException> refusals = new HashMap<>();
    private final Set<EcrRegistry> renewed = new HashSet<>();

    private enum Outcome {
        PULLED,
        UP_TO_DATE,
        ALREADY_PRESENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Prepares pulling.
     *
     * @param tokens asked only for a registry that an image is pulled from
     * @param images asked only for an image that the registry does not give
     * @param offline whether the network is not to be used: what the engine has is taken, what it lacks is an error
     * @param log takes the progress, a line at a time
     */
    public ImagePuller(
            ContainerEngine engine,
            AuthorizationTokens tokens,
            EcrImages images,
            boolean offline,
            Consumer<String> log) {
        this.engine = engine;
        this.tokens = tokens;
        this.images = images;
        this.offline = offline;
        this.log = log;
    }

    /**
     * Makes every image present, in the order given.
     *
     * @throws ExplainedException when one could not be; the others are there nevertheless
     */
    public void pull(List<ImageToPull> images) {
        long start = System.nanoTime();
        var failures = new Failures();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (ImageToPull image : images) {
            failures.collect(image, () -> outcomes.merge(provide(image), 1, Integer::sum));
        }
        failures.throwIfAny(images.size(), "pulled");
        log.accept(outcomes.entrySet().stream()
                        .map(outcome -> outcome.getValue() + " " + outcome.getKey())
                        .collect(Collectors.joining(", "))
                + " in " + since(start));
    }

    private Outcome provide(ImageToPull image) {
        Optional<LocalImage> present = engine.find(image.reference(), image.platform());
        if (present.isPresent() && (offline || image.policy() != PullPolicy.ALWAYS)) {
            log.accept(image.reference() + " is already present" + (offline ? "; Maven is offline" : ""));
            return Outcome.ALREADY_PRESENT;
        }
        Optional<ExplainedException> refusal = image.refusal(engine, offline);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return pull(image, present.map(LocalImage::id));
    }

    private Outcome pull(ImageToPull image, Optional<String> presentId) {
        ImageReference reference = image.reference();
        SignIn signIn = signInTo(image.registry());
        log.accept("Pulling " + reference);
        long start = System.nanoTime();
        LocalImage pulled = pull(image, signIn);
        Outcome outcome = presentId.filter(pulled.id()::equals).isPresent() ? Outcome.UP_TO_DATE : Outcome.PULLED;
        log.accept(
                outcome == Outcome.UP_TO_DATE
                        ? reference + " is up to date"
                        : "Pulled " + reference + " ("
                                + pulled.digestIn(reference.registry() + "/" + reference.repository()) + ") in "
                                + since(start));
        return outcome;
    }

    /** What the registry does not give for a token of earlier, it may give for a new one. */
    private LocalImage pull(ImageToPull image, SignIn signIn) {
        try {
            return pullOnce(image, signIn);
        } catch (PullException e) {
            if (e.kind() != Kind.REFUSED || !signIn.reused() || !renewed.add(image.registry())) {
                throw explained(e, image);
            }
            log.accept(image.registry().host() + " refused the token of earlier; asking for a new one");
        }
        try {
            return pullOnce(image, tokens.renew(image.registry(), signIn));
        } catch (PullException e) {
            throw explained(e, image);
        }
    }

    private LocalImage pullOnce(ImageToPull image, SignIn signIn) {
        return engine.pull(image.reference(), image.platform(), signIn.credentials(), log);
    }

    private ExplainedException explained(PullException failure, ImageToPull image) {
        Optional<String> finding = switch (failure.kind()) {
            case REFUSED, NOT_FOUND -> images.finding(image.registry(), image.reference());
            case NO_PLATFORM -> images.platforms(image.registry(), image.reference());
            case OTHER -> Optional.empty();
        };
        return finding.map(failure::explain).orElseGet(failure::explain);
    }

    /** A registry that could not be signed in to is not tried again for its next image. */
    private SignIn signInTo(EcrRegistry registry) {
        if (refusals.containsKey(registry)) {
            throw refusals.get(registry);
        }
        try {
            return tokens.signIn(registry);
        } catch (ExplainedException e) {
            refusals.put(registry, e);
            throw e;
        }
    }

    private static String since(long start) {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
    }
}
