package io.github.ecrmaven.image;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects what is in the way of pulls; a reason that images share is said once, with all of them. */
public final class Problems {
    private final Map<String, Set<ImageReference>> images = new LinkedHashMap<>();

    /** Takes a step; a failure is a problem, and null comes in the place of its result. */
    public <T> T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (ExplainedException e) {
            add(e);
            return null;
        }
    }

    /** Adds what is in the way of more than an image. */
    public void add(ExplainedException problem) {
        images.putIfAbsent(problem.getMessage(), new LinkedHashSet<>());
    }

    /** Adds a reason why an image cannot be pulled. */
    public void add(ImageReference image, String reason) {
        images.computeIfAbsent(reason, absent -> new LinkedHashSet<>()).add(image);
    }

    /** Returns a line for each problem, in the order in which they were met. */
    public List<String> messages() {
        return images.entrySet().stream()
                .map(problem -> problem.getValue().isEmpty()
                        ? problem.getKey()
                        : problem.getValue().stream()
                                .map(ImageReference::toString)
                                .collect(Collectors.joining(", ", "", ": " + problem.getKey())))
                .toList();
    }
}
