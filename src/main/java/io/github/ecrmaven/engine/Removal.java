package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What removing an image did.
 *
 * @param untagged the names that were taken off
 * @param deleted the images and layers that are gone; empty where another name or a container keeps them
 */
public record Removal(List<String> untagged, List<String> deleted) {
    /** Takes what the engine says, which is shown. */
    public Removal {
        untagged = untagged.stream().map(OutsideText::line).toList();
        deleted = deleted.stream().map(OutsideText::line).toList();
    }

    /** Takes what an engine did, a step each. */
    static Removal of(List<Map<String, String>> steps) {
        return new Removal(values(steps, "Untagged"), values(steps, "Deleted"));
    }

    /** Returns what it did as lines of the log, the last about the image, which is called by the name given. */
    public List<String> lines(Object image) {
        Stream<String> steps = Stream.concat(
                untagged.stream().map(name -> "Untagged " + name),
                deleted.stream().map(id -> "Deleted " + id));
        String last = deleted.isEmpty()
                ? "Untagged " + image + "; another name or a container keeps its image"
                : "Removed " + image;
        return Stream.concat(steps, Stream.of(last)).toList();
    }

    /** Returns what both did. */
    Removal and(Removal other) {
        return new Removal(
                Stream.concat(untagged.stream(), other.untagged.stream()).toList(),
                Stream.concat(deleted.stream(), other.deleted.stream()).toList());
    }

    private static List<String> values(List<Map<String, String>> steps, String field) {
        return steps.stream()
                .map(step -> step.get(field))
                .filter(Objects::nonNull)
                .toList();
    }
}
