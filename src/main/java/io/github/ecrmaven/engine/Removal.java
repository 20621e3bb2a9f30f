package io.github.ecrmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What removing an image did.
 *
 * @param untagged the names that were taken off
 * @param deleted the images and layers that are gone; empty where another name or a container keeps them
 */
public record Removal(List<String> untagged, List<String> deleted) {
    /** Reads an answer of {@code DELETE /images/NAME}: a list of objects with one field each. */
    static Removal of(JsonNode answer) {
        return new Removal(values(answer, "Untagged"), values(answer, "Deleted"));
    }

    /** Returns what both did. */
    Removal and(Removal other) {
        return new Removal(
                Stream.concat(untagged.stream(), other.untagged.stream()).toList(),
                Stream.concat(deleted.stream(), other.deleted.stream()).toList());
    }

    private static List<String> values(JsonNode answer, String field) {
        return StreamSupport.stream(answer.spliterator(), false)
                .filter(entry -> entry.has(field))
                .map(entry -> entry.path(field).asText())
                .toList();
    }
}
