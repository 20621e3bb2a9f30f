package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which images a run is about.
 *
 * @param patterns of their ids and names; none for all images
 */
record ImageFilter(List<String> patterns) {
    /** Takes the patterns as users write them, with commas and blanks. */
    ImageFilter {
        patterns = patterns.stream()
                .flatMap(Stream::ofNullable) // Maven's for what is empty between two commas
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList();
    }

    /**
     * Returns the images that fit.
     *
     * @param called whether somebody called the goal by itself, so that at least one image has to fit. A module of a
     *     build may have none of them
     * @param log takes how many there are
     * @param odd takes the same, where a pattern fits no image
     * @throws ExplainedException when none fits that has to
     */
    List<ImageParameter> pick(List<ImageParameter> images, boolean called, Consumer<String> log, Consumer<String> odd) {
        if (patterns.isEmpty() || images.isEmpty()) {
            return images;
        }
        List<ImageParameter> fitting = images.stream()
                .filter(image -> patterns.stream().anyMatch(pattern -> fits(pattern, image)))
                .toList();
        String idle = patterns.stream()
                .filter(pattern -> images.stream().noneMatch(image -> fits(pattern, image)))
                .collect(Collectors.joining(","));
        String others = " fits no image; there are: "
                + images.stream().map(ImageParameter::callName).distinct().collect(Collectors.joining(", "));
        if (!fitting.isEmpty()) {
            String count = "Filter " + this + ": " + fitting.size() + " of " + images.size() + " images";
            if (idle.isEmpty()) {
                log.accept(count);
            } else {
                odd.accept(count + "; '" + idle + "'" + others);
            }
        } else if (called) {
            throw ExplainedException.configuration("filter '" + this + "'" + others);
        } else {
            odd.accept("Filter '" + this + "'" + others);
        }
        return fitting;
    }

    private static boolean fits(String pattern, ImageParameter image) {
        Predicate<String> whole = Wildcards.pattern(pattern).asMatchPredicate();
        return image.names().anyMatch(whole);
    }

    /** Returns the patterns as they are written on the command line. */
    @Override
    public String toString() {
        return String.join(",", patterns);
    }
}
