package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image that the engine has.
 *
 * @param id the engine's name for it: a digest of its configuration or of its manifest, which depends on the store
 * @param os as Go names it
 * @param architecture as Go names it
 * @param variant of the architecture, such as {@code v7}; empty where there is none
 * @param size of its layers in bytes, as the engine counts them
 * @param digests {@code repository@sha256:…}, one for each repository that it was pulled from
 */
public record LocalImage(String id, String os, String architecture, String variant, long size, List<String> digests) {
    /** Reads an answer of {@code GET /images/NAME/json}. */
    static LocalImage of(byte[] inspection) throws IOException {
        var read = Json.read(inspection);
        return new LocalImage(
                read.text("Id", ""),
                read.text("Os", ""),
                read.text("Architecture", ""),
                read.text("Variant", ""),
                read.number("Size"),
                read.texts("RepoDigests"));
    }

    /**
     * Returns whether an inspection is of an image. The containerd store of Docker 28 pulls whatever has a manifest,
     * Helm charts too, and then knows nothing of a platform and of layers. An image always has a form of its layers,
     * even if there are none, and whatever else is left out
     * (https://github.com/opencontainers/image-spec/blob/main/config.md).
     */
    static boolean isImage(byte[] inspection) throws IOException {
        var read = Json.read(inspection);
        boolean nothing =
                read.text("Os", "").isEmpty() && read.text("Architecture", "").isEmpty();
        return !(nothing && read.has("RootFS") && !read.object("RootFS").has("Type"));
    }

    /** Returns whether it is made for a platform; a variant counts where both sides name one. */
    boolean isFor(Platform platform) {
        boolean sameVariant = platform.variant() == null
                || variant.isEmpty()
                || platform.variant().equals(variant);
        return sameVariant && platform.matches(os, architecture);
    }

    /** Returns its platform, as {@link Platform} is written. */
    public String platform() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    /** Returns the digest under which it was pulled from a repository; empty where the engine kept none. */
    public Optional<String> digestIn(String repository) {
        return digests.stream()
                .filter(digest -> digest.startsWith(repository + "@"))
                .map(digest -> digest.substring(repository.length() + 1))
                .findFirst();
    }

    /** Returns the same image with the digest that the engine told at the pull, where it has kept none. */
    LocalImage pulledAs(String repository, String digest) {
        return digest == null || digestIn(repository).isPresent()
                ? this
                : new LocalImage(
                        id,
                        os,
                        architecture,
                        variant,
                        size,
                        Stream.concat(digests.stream(), Stream.of(repository + "@" + digest))
                                .toList());
    }
}
