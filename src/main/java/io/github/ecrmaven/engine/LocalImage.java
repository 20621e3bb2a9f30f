package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * An image that the engine has.
 *
 * @param id the engine's name for it: a digest of its configuration or of its manifest, which depends on the store
 * @param os as Go names it
 * @param architecture as Go names it
 * @param variant of the architecture, such as {@code v7}; empty where there is none
 * @param digests {@code repository@sha256:…}, one for each repository that it was pulled from
 */
public record LocalImage(String id, String os, String architecture, String variant, List<String> digests) {
    /** Reads an answer of {@code GET /images/NAME/json}. */
    static LocalImage of(byte[] inspection) throws IOException {
        var read = Json.readCapitalized(inspection, Inspection.class);
        return new LocalImage(
                Objects.requireNonNullElse(read.id, ""),
                Objects.requireNonNullElse(read.os, ""),
                Objects.requireNonNullElse(read.architecture, ""),
                Objects.requireNonNullElse(read.variant, ""),
                Objects.requireNonNullElse(read.repoDigests, List.of()));
    }

    private record Inspection(String id, String os, String architecture, String variant, List<String> repoDigests) {}

    /** Returns whether it is made for a platform; a variant counts where both sides name one. */
    boolean isFor(Platform platform) {
        boolean sameVariant = platform.variant() == null
                || variant.isEmpty()
                || platform.variant().equals(variant);
        return sameVariant && platform.matches(os, architecture);
    }

    /** Returns its platform, as {@link Platform} is written. */
    String platform() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    /** Returns the digest under which it was pulled from a repository, or its id where the engine kept none. */
    public String digestIn(String repository) {
        return digests.stream()
                .filter(digest -> digest.startsWith(repository + "@"))
                .map(digest -> digest.substring(repository.length() + 1))
                .findFirst()
                .orElse(id);
    }
}
