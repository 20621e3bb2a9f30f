package io.github.ecrmaven.image;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The names that an image gets in an engine.
 *
 * @param reference its name in the registry
 * @param localTag its local tag, or null
 */
public record EngineNames(ImageReference reference, LocalTag localTag) {
    /** Returns all names, in the order in which they are removed. */
    public List<String> all() {
        return Stream.of(
                        localTag == null ? null : localTag.toString(),
                        reference.tag() == null ? null : reference.name() + ":" + reference.tag(),
                        reference.digest() == null ? null : reference.name() + "@" + reference.digest())
                .filter(Objects::nonNull)
                .toList();
    }
}
