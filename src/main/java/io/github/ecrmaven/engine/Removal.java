package io.github.ecrmaven.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What removing an image did.
 *
 * @param untagged the names that were taken off
 * @param deleted the images and layers that are gone; empty where another name or a container keeps them
 */
public record Removal(List<String> untagged, List<String> deleted) {
    /** Reads an answer of {@code DELETE /images/NAME}: a list of objects with one field each. */
    static Removal of(byte[] answer) throws IOException {
        Entry[] entries = Json.readCapitalized(answer, Entry[].class);
        return new Removal(values(entries, Entry::untagged), values(entries, Entry::deleted));
    }

    private record Entry(String untagged, String deleted) {}

    /** Returns what both did. */
    Removal and(Removal other) {
        return new Removal(
                Stream.concat(untagged.stream(), other.untagged.stream()).toList(),
                Stream.concat(deleted.stream(), other.deleted.stream()).toList());
    }

    private static List<String> values(Entry[] entries, Function<Entry, String> field) {
        return Arrays.stream(entries).map(field).filter(Objects::nonNull).toList();
    }
}
