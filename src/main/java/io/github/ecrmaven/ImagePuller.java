package io.github.ecrmaven;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.RegistryCredentials;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pulls the images that a build needs and the engine does not have. */
public final class ImagePuller {
    private final ContainerEngine engine;
    private final Function<EcrRegistry, RegistryCredentials> signIn;
    private final boolean offline;
    private final Consumer<String> log;
    private final Map<EcrRegistry, ExplainedException> refusals = new HashMap<>();

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
     * @param signIn asked only for a registry that an image is pulled from
     * @param offline whether the network is not to be used: what the engine has is taken, what it lacks is an error
     * @param log takes the progress, a line at a time
     */
    public ImagePuller(
            ContainerEngine engine,
            Function<EcrRegistry, RegistryCredentials> signIn,
            boolean offline,
            Consumer<String> log) {
        this.engine = engine;
        this.signIn = signIn;
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
        if (image.policy() == PullPolicy.NEVER) {
            throw ExplainedException.configuration(image.reference() + " is not in " + engine
                    + ", and its pull policy is Never. Put it there, or set pullPolicy to IfNotPresent or Always");
        }
        if (offline) {
            throw ExplainedException.configuration(image.reference() + " is not in " + engine
                    + ", and Maven is offline. Run without -o once to pull it");
        }
        return pull(image, present.map(LocalImage::id));
    }

    private Outcome pull(ImageToPull image, Optional<String> presentId) {
        ImageReference reference = image.reference();
        RegistryCredentials credentials = signInTo(image.registry());
        log.accept("Pulling " + reference);
        long start = System.nanoTime();
        LocalImage pulled = pull(image, credentials);
        Outcome outcome = presentId.filter(pulled.id()::equals).isPresent() ? Outcome.UP_TO_DATE : Outcome.PULLED;
        log.accept(
                outcome == Outcome.UP_TO_DATE
                        ? reference + " is up to date"
                        : "Pulled " + reference + " ("
                                + pulled.digestIn(reference.registry() + "/" + reference.repository()) + ") in "
                                + since(start));
        return outcome;
    }

    private LocalImage pull(ImageToPull image, RegistryCredentials credentials) {
        try {
            return engine.pull(image.reference(), image.platform(), credentials, log);
        } catch (PullException e) {
            throw e.explain();
        }
    }

    /** A registry that could not be signed in to is not tried again for its next image. */
    private RegistryCredentials signInTo(EcrRegistry registry) {
        if (refusals.containsKey(registry)) {
            throw refusals.get(registry);
        }
        try {
            return signIn.apply(registry);
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
