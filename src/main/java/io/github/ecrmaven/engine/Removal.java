package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** Reads an answer of {@code DELETE /images/NAME}: a list of objects with one field each. */
    static Removal of(byte[] answer) throws IOException {
        List<Json> entries = Json.readAll(answer);
        return new Removal(values(entries, "Untagged"), values(entries, "Deleted"));
    }

    /** Returns what both did. */
    Removal and(Removal other) {
        return new Removal(
                Stream.concat(untagged.stream(), other.untagged.stream()).toList(),
                Stream.concat(deleted.stream(), other.deleted.stream()).toList());
    }

    private static List<String> values(List<Json> entries, String field) throws IOException {
        List<String> values = new ArrayList<>();
        for (Json entry : entries) {
            if (entry.has(field)) {
                values.add(entry.text(field));
            }
        }
        return values;
    }
}
