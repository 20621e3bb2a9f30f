package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
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
    /** Takes what the engine says, which is shown. */
    public LocalImage {
        id = OutsideText.line(id);
        os = OutsideText.line(os);
        architecture = OutsideText.line(architecture);
        variant = OutsideText.line(variant);
        digests = digests.stream().map(OutsideText::line).toList();
    }

    /**
     * Reads an answer of {@code GET /images/NAME/json}.
     *
     * @return empty where it is of something else than an image. The containerd store of Docker 28 pulls whatever has a
     *     manifest, Helm charts too, and then knows of no platform and no layers. An image always says of what form its
     *     layers are, even if it has none and leaves out all else
     *     (https://github.com/opencontainers/image-spec/blob/main/config.md)
     */
    static Optional<LocalImage> of(byte[] inspection) throws IOException {
        var read = Json.read(inspection);
        var image = new LocalImage(
                read.text("Id", ""),
                read.text("Os", ""),
                read.text("Architecture", ""),
                read.text("Variant", ""),
                read.number("Size"),
                read.texts("RepoDigests"));
        boolean isOther = image.os.isEmpty()
                && image.architecture.isEmpty()
                && read.has("RootFS")
                && !read.object("RootFS").has("Type");
        return isOther ? Optional.empty() : Optional.of(image);
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
