package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The images of a goal: all that it is configured with, or what the filter has left of them. */
final class GoalImages {
    private final Supplier<List<ImageParameter>> reader;
    private final List<String> patterns;
    private List<ImageParameter> left;

    /**
     * Reads nothing yet.
     *
     * @param reader reads what is configured
     * @param patterns of the filter; none for all images
     */
    GoalImages(Supplier<List<ImageParameter>> reader, List<String> patterns) {
        this.reader = reader;
        this.patterns = patterns;
    }

    /**
     * Returns the images, each with an id, where there is one for it.
     *
     * @throws ExplainedException when an element is none of an image's, or two images were given the same id
     */
    List<ImageParameter> all() {
        if (left == null) {
            List<ImageParameter> all = reader.get();
            ImageIds.complete(notEmpty(all));
            left = all;
        }
        return left;
    }

    boolean hasFilter() {
        return !patterns.isEmpty();
    }

    /** Returns whether nothing is wrong with how the images are written. */
    boolean canBeRead() {
        try {
            all();
            return true;
        } catch (ExplainedException e) {
            return false;
        }
    }

    private static List<ImageParameter> notEmpty(List<ImageParameter> images) {
        return images.stream().filter(image -> !image.isEmpty()).toList();
    }

    /**
     * Leaves the images that the goals' filters fit. Goals with the same filter have it for all of their images.
     *
     * @param called whether somebody called the goal by its name, so that at least one image has to fit
     * @param log takes how many there are
     * @param odd takes the same, where a pattern fits no image
     * @throws ExplainedException when none fits that has to
     */
    static void pick(List<GoalImages> goals, boolean called, Consumer<String> log, Consumer<String> odd) {
        Map<List<String>, List<GoalImages>> byFilter = goals.stream()
                .collect(Collectors.groupingBy(goal -> goal.patterns, LinkedHashMap::new, Collectors.toList()));
        byFilter.forEach((patterns, sharing) -> {
            List<ImageParameter> all = sharing.stream()
                    .flatMap(goal -> notEmpty(goal.all()).stream())
                    .toList();
            List<ImageParameter> picked = new ImageFilter(patterns).pick(all, called, log, odd);
            sharing.forEach(goal -> goal.left = goal.all().stream()
                    .filter(image -> image.isEmpty() || picked.contains(image))
                    .toList());
        });
    }

    /**
     * Reads all images that can be read.
     *
     * @param bad takes each other one, with the reason
     */
    <T> List<T> read(Function<ImageParameter, T> read, Consumer<String> bad) {
        List<T> good = new ArrayList<>();
        for (int i = 0; i < all().size(); i++) {
            ImageParameter image = all().get(i);
            if (image.isEmpty()) {
                bad.accept("number " + (i + 1) + " of " + all().size() + ": it is empty");
            } else {
                try {
                    good.add(read.apply(image));
                } catch (IllegalArgumentException e) {
                    bad.accept("'" + image + "': " + SafeMessage.of(e));
                }
            }
        }
        return good;
    }
}
