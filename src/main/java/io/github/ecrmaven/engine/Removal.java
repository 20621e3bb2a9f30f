package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The result of removing an image.
 *
 * @param untagged the names that were removed
 * @param deleted the images and layers that were deleted; empty if another name or a container still needs them
 */
public record Removal(List<String> untagged, List<String> deleted) {
    /** Makes the texts of the engine safe to print. */
    public Removal {
        untagged = untagged.stream().map(OutsideText::line).toList();
        deleted = deleted.stream().map(OutsideText::line).toList();
    }

    /** Reads the steps that the engine lists in its response. */
    static Removal of(List<Map<String, String>> steps) {
        return new Removal(values(steps, "Untagged"), values(steps, "Deleted"));
    }

    /** Returns the results of both. */
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
