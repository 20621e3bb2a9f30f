package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The images of a goal: all that are configured, or those that the filter keeps. */
final class GoalImages {
    private final Supplier<List<ImageParameter>> reader;
    private final List<String> patterns;
    private List<ImageParameter> selected;

    /**
     * Takes the images without reading them yet.
     *
     * @param reader reads the configured images
     * @param patterns the patterns of the filter; empty for all images
     */
    GoalImages(Supplier<List<ImageParameter>> reader, List<String> patterns) {
        this.reader = reader;
        this.patterns = patterns;
    }

    /**
     * Returns the images, each with an id if possible.
     *
     * @throws ExplainedException if the images cannot be read, or two images have the same id or localTag
     */
    List<ImageParameter> all() {
        if (selected == null) {
            selected = withIds(reader.get());
        }
        return selected;
    }

    /** Gives each image without an id the last part of its repository, if no other image has that. */
    private static List<ImageParameter> withIds(List<ImageParameter> images) {
        Set<String> taken = new HashSet<>();
        Map<String, List<ImageParameter>> byPart = new HashMap<>();
        Map<String, ImageParameter> byLocalTag = new HashMap<>();
        for (ImageParameter image : notEmpty(images)) {
            String localTag = image.fullLocalTag();
            ImageParameter other = localTag == null ? null : byLocalTag.put(localTag, image);
            if (other != null && !image.isSameImage(other)) {
                throw ExplainedException.configuration("two images have the localTag '" + localTag + "': "
                        + other.written() + " and " + image.written() + ". Give each its own");
            }
            if (image.id() == null) {
                byPart.computeIfAbsent(image.lastPartOfRepository(), absent -> new ArrayList<>())
                        .add(image);
            } else if (!taken.add(image.id())) {
                throw ExplainedException.configuration("two images have the id '" + image.id() + "'"
                        + (image.isOfComposeFile()
                                ? ", one as a service: " + image.written() + ". Give the <image> another id"
                                : ": give each its own"));
            }
        }
        byPart.keySet().removeAll(taken);
        byPart.values().removeIf(sharing -> !sharing.stream().allMatch(sharing.get(0)::isSameImage));
        return images.stream()
                .map(image -> {
                    String part = image.lastPartOfRepository();
                    return !image.isEmpty() && image.id() == null && byPart.containsKey(part)
                            ? image.withId(part)
                            : image;
                })
                .toList();
    }

    boolean hasFilter() {
        return !patterns.isEmpty();
    }

    /** Returns whether the images can be read without an error. */
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
     * Keeps the images that match the goals' filters. Goals with the same filter share it: a pattern must match an
     * image of one of them.
     *
     * @param called whether the goal was called from the command line, so that at least one image has to match
     * @param log receives how many images match
     * @param warnings receives the same if a pattern matches no image
     * @throws ExplainedException if no image matches, though at least one has to
     */
    static void pick(List<GoalImages> goals, boolean called, Consumer<String> log, Consumer<String> warnings) {
        Map<List<String>, List<GoalImages>> byFilter = new LinkedHashMap<>();
        for (GoalImages goal : goals) {
            if (goal.hasFilter()) {
                byFilter.computeIfAbsent(goal.patterns, absent -> new ArrayList<>())
                        .add(goal);
            }
        }
        byFilter.forEach((patterns, sharing) -> {
            List<ImageParameter> all = sharing.stream()
                    .flatMap(goal -> notEmpty(goal.all()).stream())
                    .toList();
            List<ImageParameter> picked = new ImageFilter(patterns).pick(all, called, log, warnings);
            sharing.forEach(goal -> goal.selected = goal.all().stream()
                    .filter(image -> image.isEmpty() || picked.contains(image))
                    .toList());
        });
    }

    /**
     * Reads the images that can be read.
     *
     * @param bad receives each of the others, with the reason
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
                    bad.accept(image.written() + ": " + SafeMessage.of(e));
                }
            }
        }
        return good;
    }
}
