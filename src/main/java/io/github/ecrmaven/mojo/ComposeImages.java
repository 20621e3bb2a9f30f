package io.github.ecrmaven.mojo;

import io.github.ecrmaven.compose.ComposeProject;
import io.github.ecrmaven.compose.ComposeService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The images of compose files.
 *
 * @param images those that goals are for: of each service whose image is in ECR, or has a mirror there
 * @param leftAlone a line about the other services, if there are any
 * @param notes what the user should be warned of, a line each
 */
record ComposeImages(List<ImageParameter> images, Optional<String> leftAlone, List<String> notes) {
    /** No compose files. */
    static final ComposeImages NONE = new ComposeImages(List.of(), Optional.empty(), List.of());

    /** The pull policies of compose that there are here, too. */
    private static final Map<String, String> POLICIES =
            Map.of("always", "Always", "missing", "IfNotPresent", "if_not_present", "IfNotPresent", "never", "Never");

    /**
     * Picks the images of a project that goals are for.
     *
     * @param isOfEcr returns whether an image is in a registry of ECR, or has a mirror there
     */
    static ComposeImages of(ComposeProject project, Predicate<String> isOfEcr) {
        List<ImageParameter> images = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> built = new ArrayList<>();
        List<String> notes = new ArrayList<>(project.notes());
        for (ComposeService service : project.services()) {
            String policy = service.pullPolicy();
            String text = service.name() + " (" + service.image() + ")";
            if (service.problem() != null) {
                images.add(image(service));
            } else if (!isOfEcr.test(service.image())) {
                others.add(text);
            } else if ((service.isBuilt() && (policy == null || policy.equals("never"))) || "build".equals(policy)) {
                built.add(text);
            } else {
                if (policy != null && !POLICIES.containsKey(policy)) {
                    notes.add(service.place() + ": pull_policy '" + policy
                            + "' of this service is not known here: the goal's pullPolicy applies");
                }
                images.add(image(service));
            }
        }
        return new ComposeImages(images, leftAlone(others, built), notes);
    }

    private static Optional<String> leftAlone(List<String> others, List<String> built) {
        List<String> reasons = new ArrayList<>();
        if (!others.isEmpty()) {
            reasons.add("as their images are neither in ECR nor mirrored there: " + String.join(", ", others));
        }
        if (!built.isEmpty()) {
            reasons.add("as compose builds them: " + String.join(", ", built));
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of("Compose services left alone, " + String.join("; ", reasons));
    }

    private static ImageParameter image(ComposeService service) {
        String policy = service.pullPolicy();
        return new ImageParameter(
                service.image(),
                service.name(),
                null,
                service.platform(),
                policy == null ? null : POLICIES.get(policy),
                service.place(),
                service.problem());
    }

    /** Returns the images of the POM, and those of these that are none of them. */
    List<ImageParameter> addTo(List<ImageParameter> declared) {
        List<ImageParameter> all = new ArrayList<>(declared);
        for (ImageParameter image : images) {
            if (declared.stream().noneMatch(image::hasReferenceOf)) {
                all.add(image);
            }
        }
        return all;
    }

    /** Tells the user what is not pulled; once in a build, as modules may share the files. */
    void logOnce(GoalContext context) {
        for (String note : notes) {
            context.warnOnce(note);
        }
        if (leftAlone.isPresent()) {
            context.infoOnce(leftAlone.get());
        }
    }
}
