package io.github.ecrmaven.image;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The names that an image has in an engine.
 *
 * @param reference its name in the registry
 * @param localTag its short name, or null
 */
public record EngineNames(ImageReference reference, LocalTag localTag) {
    /** Returns all, in the order in which they are taken off again. */
    public List<String> all() {
        return Stream.of(
                        localTag == null ? null : localTag.toString(),
                        reference.tag() == null ? null : reference.name() + ":" + reference.tag(),
                        reference.digest() == null ? null : reference.name() + "@" + reference.digest())
                .filter(Objects::nonNull)
                .toList();
    }
}
