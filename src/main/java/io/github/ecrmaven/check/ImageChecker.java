package io.github.ecrmaven.check;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.aws.CallerLookup;
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

/**
 * Checks whether images can be pulled, without pulling them. A failure does not stop the check of the rest.
 *
 * @param connect connects to the engine
 * @param callers asks AWS who signs in to a registry
 * @param tokens the authorization tokens of the build
 * @param ecr asks ECR about an image
 * @param digests used for the tags of locked images
 * @param lock the lock file from which the images have their digests
 * @param offline whether Maven is offline, so that the engine must have all images
 */
public record ImageChecker(
        Supplier<ContainerEngine> connect,
        CallerLookup callers,
        AuthorizationTokens tokens,
        EcrImages ecr,
        ManifestDigests digests,
        LockFile lock,
        boolean offline) {
    /** Checks the engine, the registries and the images. */
    public CheckReport check(List<ImageToPull> images) {
        Map<EcrRegistry, List<ImageToPull>> byRegistry = images.stream()
                .collect(Collectors.groupingBy(ImageToPull::registry, LinkedHashMap::new, Collectors.toList()));
        var problems = new Problems();
        try (ContainerEngine engine = problems.collect(connect)) {
            EngineDescription description = engine == null ? null : engine.descriptionWithStore();
            Platform enginePlatform = enginePlatform(description);
            List<CheckedRegistry> registries = byRegistry.entrySet().stream()
                    .map(entry ->
                            new RegistryCheck(entry.getKey(), engine, enginePlatform, problems).run(entry.getValue()))
                    .toList();
            return new CheckReport(description, registries, problems.messages());
        }
    }

    private static Platform enginePlatform(EngineDescription engine) {
        return engine == null || engine.os() == null || engine.architecture() == null
                ? null
                : new Platform(engine.os(), engine.architecture(), null);
    }

    /** The check of one registry and its images. */
    private final class RegistryCheck {
        private final EcrRegistry registry;
        private final ContainerEngine engine;
        private final Platform enginePlatform;
        private final Problems problems;
        private final List<String> notes = new ArrayList<>();
        private Caller caller;
        private SignIn signIn;
        private boolean asking;

        /**
         * Prepares a check.
         *
         * @param engine null if it cannot be reached
         * @param enginePlatform the platform that the engine would choose; null if unknown
         * @param problems receives what would make a pull fail
         */
        RegistryCheck(EcrRegistry registry, ContainerEngine engine, Platform enginePlatform, Problems problems) {
            this.registry = registry;
            this.engine = engine;
            this.enginePlatform = enginePlatform;
            this.problems = problems;
        }

        CheckedRegistry run(List<ImageToPull> images) {
            if (images.stream().anyMatch(image -> image.mayBePulled(offline))) {
                signIn();
            } else {
                boolean isOffline = images.stream().anyMatch(image -> image.mayBePulled(false));
                notes.add("not signed in: " + (isOffline ? "Maven is offline" : "no image is to be pulled from it"));
            }
            List<CheckedImage> checked = images.stream().map(this::check).toList();
            boolean signedIn = signIn != null && signIn.credentials() != null;
            return new CheckedRegistry(
                    registry, caller, signedIn, signedIn ? signIn.expiresAt() : null, notes, checked);
        }

        private void signIn() {
            caller = problems.collect(() -> callers.caller(registry));
            if (caller == null) {
                return;
            }
            signIn = problems.collect(() -> tokens.signIn(registry));
            Optional<String> unavailable = ecr.unavailableReason(registry);
            asking = unavailable.isEmpty();
            unavailable.ifPresent(reason -> notes.add("images not checked: " + reason));
            if (signIn != null && signIn.credentials() == null) {
                notes.add("not signed in: its images are pulled anonymously");
            }
        }

        private CheckedImage check(ImageToPull image) {
            if (!image.mayBePulled(offline)) {
                String reason = offline ? "Maven is offline" : "its pull policy is Never";
                return new CheckedImage(image, EcrImage.unknown("not checked: " + reason), findInEngine(image), null);
            }
            EcrImage inEcr = asking ? ask(image) : EcrImage.unknown();
            Boolean inEngine = findInEngine(image);
            return signIn != null && lock.locks(image.declared())
                    ? withTag(image, inEcr, inEngine)
                    : new CheckedImage(image, inEcr, inEngine, null);
        }

        /** Returns what ECR knows of an image. After a failure it is not asked again: each image would wait for it. */
        private EcrImage ask(ImageToPull image) {
            try {
                EcrImage found = inspect(image);
                if (image.names().isFetchedByTag() && Boolean.FALSE.equals(found.exists())) {
                    ecr.fetchByTag(registry, image.names());
                    found = inspect(image);
                }
                found.problems().forEach(problem -> problems.add(image.names().described(), problem));
                return found;
            } catch (ExplainedException e) {
                asking = false;
                // If signing in failed, that is reported already.
                if (signIn != null) {
                    problems.add(e);
                }
                return EcrImage.unknown();
            }
        }

        private EcrImage inspect(ImageToPull image) {
            return ecr.inspect(registry, image.names(), image.platform(), enginePlatform);
        }

        /** Adds a note if the tag has moved since it was locked. That is no problem: the digest is pulled. */
        private CheckedImage withTag(ImageToPull image, EcrImage inEcr, Boolean inEngine) {
            String locked = image.reference().digest();
            try {
                String now = digests.digest(registry, image.names(), signIn);
                String moved = "moved since " + lock.path().getFileName() + ": "
                        + ImageReference.withShortDigests(locked) + " -> " + ImageReference.withShortDigests(now)
                        + "; '"
                        + lock.command().get() + "' takes the new one";
                return new CheckedImage(image, now.equals(locked) ? inEcr : inEcr.and(moved), inEngine, now);
            } catch (ExplainedException e) {
                String unknown = "unknown whether its tag has moved: " + e.getMessage();
                return new CheckedImage(image, inEcr.and(unknown), inEngine, null);
            } catch (InterruptedException e) {
                throw ExplainedException.interrupted("checking " + image.declared(), e);
            }
        }

        private Boolean findInEngine(ImageToPull image) {
            return engine == null
                    ? null
                    : problems.collect(() -> {
                        boolean found = engine.find(image).isPresent();
                        if (!found) {
                            image.refusal(engine.toString(), offline).ifPresent(problems::add);
                        }
                        return found;
                    });
        }
    }
}
