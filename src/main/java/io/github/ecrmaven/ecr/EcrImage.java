package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What ECR knows about an image.
 *
 * @param exists whether ECR has it; null if unknown
 * @param digest the digest of its manifest or index; null if unknown
 * @param platforms the platforms that it is made for; empty if unknown
 * @param size the size of its configuration and layers for one platform, compressed, in bytes; null if unknown
 * @param problems why it cannot be pulled and what to do, each without a full stop at its end
 * @param notes which details are unknown, and why
 */
public record EcrImage(
        Boolean exists, String digest, List<Platform> platforms, Long size, List<String> problems, List<String> notes) {
    /** Copies the lists. */
    public EcrImage {
        platforms = List.copyOf(platforms);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Returns the result for an image that ECR was not asked about. */
    public static EcrImage unknown(String... notes) {
        return new EcrImage(null, null, List.of(), null, List.of(), List.of(notes));
    }

    /** Adds a note. */
    public EcrImage and(String note) {
        return new EcrImage(
                exists,
                digest,
                platforms,
                size,
                problems,
                Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** Returns the platforms to choose from, and how to choose one; empty if they are unknown. */
    public Optional<String> madeFor() {
        return platforms.isEmpty() ? Optional.empty() : Optional.of(madeFor(platforms));
    }

    static String madeFor(List<Platform> platforms) {
        return "It is made for " + platforms.stream().map(Platform::toString).collect(Collectors.joining(", "))
                + ": set <platform> to " + (platforms.size() == 1 ? "that" : "one of them");
    }
}
