package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Wildcards;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Patterns that select images by their ids and names.
 *
 * @param patterns the patterns; empty for all images
 */
record ImageFilter(List<String> patterns) {
    /** Splits the patterns at commas. */
    ImageFilter {
        patterns = patterns.stream()
                .flatMap(Stream::ofNullable) // Maven has null for an empty text between two commas
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList();
    }

    /**
     * Returns the images that match.
     *
     * @param called whether the goal was called from the command line, so that at least one image has to match; a
     *     module of a build may have none
     * @param log receives how many images match
     * @param warnings receives the same if a pattern matches no image
     * @throws ExplainedException if no image matches, though at least one has to
     */
    List<ImageParameter> pick(
            List<ImageParameter> images, boolean called, Consumer<String> log, Consumer<String> warnings) {
        if (patterns.isEmpty() || images.isEmpty()) {
            return images;
        }
        List<ImageParameter> matching = images.stream()
                .filter(image -> patterns.stream().anyMatch(pattern -> matches(pattern, image)))
                .toList();
        String unmatched = patterns.stream()
                .filter(pattern -> images.stream().noneMatch(image -> matches(pattern, image)))
                .collect(Collectors.joining(","));
        String filter = String.join(",", patterns);
        String others = " matches no image; the images are: "
                + images.stream().map(ImageParameter::displayName).distinct().collect(Collectors.joining(", "));
        if (!matching.isEmpty()) {
            String count = "Filter " + filter + ": " + matching.size() + " of " + images.size() + " images";
            if (unmatched.isEmpty()) {
                log.accept(count);
            } else {
                warnings.accept(count + "; '" + unmatched + "'" + others);
            }
        } else if (called) {
            throw ExplainedException.configuration("filter '" + filter + "'" + others);
        } else {
            warnings.accept("Filter '" + filter + "'" + others);
        }
        return matching;
    }

    private static boolean matches(String pattern, ImageParameter image) {
        Predicate<String> whole = Wildcards.pattern(pattern).asMatchPredicate();
        return image.filterNames().anyMatch(whole);
    }
}
