package io.github.ecrmaven.check;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.aws.CallerIdentity;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImage;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.lock.LockFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks whether images can be pulled, without pulling them. A failure does not stop the check of the rest. */
public final class ImageChecker {
    private final Supplier<ContainerEngine> connect;
    private final CallerIdentity callers;
    private final AuthorizationTokens tokens;
    private final EcrImages images;
    private final ManifestDigests digests;
    private final LockFile lock;
    private final boolean offline;
    private final Problems problems = new Problems();

    /**
     * Creates a checker.
     *
     * @param connect connects to the engine
     * @param digests used for the tags of locked images
     * @param lock the lock file from which the images have their digests
     * @param offline whether Maven is offline, so that the engine must have all images
     */
    public ImageChecker(
            Supplier<ContainerEngine> connect,
            CallerIdentity callers,
            AuthorizationTokens tokens,
            EcrImages images,
            ManifestDigests digests,
            LockFile lock,
            boolean offline) {
        this.connect = connect;
        this.callers = callers;
        this.tokens = tokens;
        this.images = images;
        this.digests = digests;
        this.lock = lock;
        this.offline = offline;
    }

    /** Checks the engine, the registries and the images. */
    public CheckReport check(List<ImageToPull> images) {
        Map<EcrRegistry, List<ImageToPull>> byRegistry = images.stream()
                .collect(Collectors.groupingBy(ImageToPull::registry, LinkedHashMap::new, Collectors.toList()));
        try (ContainerEngine engine = problems.collect(connect)) {
            EngineDescription description = engine == null ? null : engine.describe();
            List<CheckedRegistry> registries = byRegistry.entrySet().stream()
                    .map(entry -> check(entry.getKey(), entry.getValue(), engine, usualPlatform(description)))
                    .toList();
            lock.missing(images).map(ExplainedException::configuration).ifPresent(problems::add);
            return new CheckReport(description, registries, problems.messages());
        }
    }

    private static Platform usualPlatform(EngineDescription engine) {
        return engine == null || engine.os() == null || engine.architecture() == null
                ? null
                : new Platform(engine.os(), engine.architecture(), null);
    }

    private CheckedRegistry check(
            EcrRegistry registry, List<ImageToPull> ofRegistry, ContainerEngine engine, Platform usual) {
        List<String> notes = new ArrayList<>();
        Caller caller = null;
        SignIn signIn = null;
        boolean asking = false;
        if (ofRegistry.stream().anyMatch(image -> image.mayBePulled(offline))) {
            caller = problems.collect(() -> callers.caller(registry));
            signIn = caller == null ? null : problems.collect(() -> tokens.signIn(registry));
            Optional<String> unavailable = caller == null ? Optional.empty() : images.unavailableReason(registry);
            unavailable.ifPresent(reason -> notes.add("images not checked: " + reason));
            asking = caller != null && unavailable.isEmpty();
        } else {
            boolean isOffline = ofRegistry.stream().anyMatch(image -> image.mayBePulled(false));
            notes.add("not signed in: " + (isOffline ? "Maven is offline" : "no image is to be pulled from it"));
        }
        boolean signedIn = signIn != null && signIn.credentials() != null;
        if (signIn != null && !signedIn) {
            notes.add("not signed in: its images are pulled anonymously");
        }
        List<CheckedImage> checked = new ArrayList<>();
        for (ImageToPull image : ofRegistry) {
            EcrImage inEcr = null;
            if (asking && image.mayBePulled(offline)) {
                inEcr = look(image, usual, signIn != null);
                // After one image without an answer, the others of the registry are not asked for: each would wait
                // again.
                asking = inEcr != null;
            }
            inEcr = inEcr == null ? unknown(image) : inEcr;
            Boolean inEngine = findInEngine(engine, image);
            boolean isAsked = signIn != null && image.mayBePulled(offline) && lock.locks(image.declared());
            checked.add(
                    isAsked ? withTag(image, inEcr, inEngine, signIn) : new CheckedImage(image, inEcr, inEngine, null));
        }
        return new CheckedRegistry(registry, caller, signedIn, signedIn ? signIn.expiresAt() : null, notes, checked);
    }

    /**
     * Returns what ECR knows of an image; null if the request fails. The failure is reported only if signing in worked:
     * otherwise it is reported already.
     */
    private EcrImage look(ImageToPull image, Platform usual, boolean signInWorked) {
        EcrImage found;
        try {
            found = inspect(image, usual);
            if (image.names().isFetchedByTag() && Boolean.FALSE.equals(found.exists())) {
                images.fetchByTag(image.registry(), image.names());
                found = inspect(image, usual);
            }
        } catch (ExplainedException e) {
            if (signInWorked) {
                problems.add(e);
            }
            return null;
        }
        found.problems().forEach(problem -> problems.add(image.names().described(), problem));
        return found;
    }

    private EcrImage inspect(ImageToPull image, Platform usual) {
        return images.inspect(image.registry(), image.names(), image.platform(), usual);
    }

    /** Adds a note if the tag has moved since it was locked. That is no problem: the digest is pulled. */
    private CheckedImage withTag(ImageToPull image, EcrImage inEcr, Boolean inEngine, SignIn signIn) {
        String locked = image.reference().digest();
        try {
            String now = digests.digest(image.registry(), image.names(), signIn);
            String moved = "moved since " + lock.path().getFileName() + ": " + ImageReference.withShortDigests(locked)
                    + " -> " + ImageReference.withShortDigests(now) + "; '" + lock.command() + "' takes the new one";
            return new CheckedImage(image, now.equals(locked) ? inEcr : inEcr.and(moved), inEngine, now);
        } catch (ExplainedException e) {
            String unknown = "unknown whether its tag has moved: " + e.getMessage();
            return new CheckedImage(image, inEcr.and(unknown), inEngine, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExplainedException.environment("interrupted while checking " + image.declared(), e);
        }
    }

    private EcrImage unknown(ImageToPull image) {
        if (image.mayBePulled(offline)) {
            return EcrImage.unknown();
        }
        return EcrImage.unknown("not checked: " + (offline ? "Maven is offline" : "its pull policy is Never"));
    }

    private Boolean findInEngine(ContainerEngine engine, ImageToPull image) {
        if (engine == null) {
            return null;
        }
        return problems.collect(() -> {
            boolean found = engine.find(image).isPresent();
            if (!found) {
                image.refusal(engine.toString(), offline).ifPresent(problems::add);
            }
            return found;
        });
    }
}
