package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What ECR says of an image.
 *
 * @param exists whether ECR has it; null where ECR did not say
 * @param digest of its manifest or index; null where unknown
 * @param platforms that it is made for; empty where unknown
 * @param size of its configuration and layers for one platform as they are stored, compressed, in bytes; null where
 *     unknown
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

    /** Returns what is known of an image that ECR was not asked for. */
    public static EcrImage unknown(String... notes) {
        return new EcrImage(null, null, List.of(), null, List.of(), List.of(notes));
    }

    /** Returns the same with one more note. */
    public EcrImage and(String note) {
        return new EcrImage(
                exists,
                digest,
                platforms,
                size,
                problems,
                Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** Returns which platforms there are to choose from, and how to; empty where they are unknown. */
    public Optional<String> madeFor() {
        return platforms.isEmpty() ? Optional.empty() : Optional.of(madeFor(platforms));
    }

    static String madeFor(List<Platform> platforms) {
        return "It is made for " + platforms.stream().map(Platform::toString).collect(Collectors.joining(", "))
                + ": set <platform> to " + (platforms.size() == 1 ? "that" : "one of them");
    }
}
