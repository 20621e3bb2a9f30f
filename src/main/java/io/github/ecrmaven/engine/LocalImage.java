package io.github.ecrmaven.engine;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Platform;
import java.util.List;
import java.util.Objects;
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
 * @param tags {@code repository:tag}. The containerd store has {@code repository@digest} among them, where the image
 *     was pulled so
 * @param digests {@code repository@sha256:…}, one for each repository that it was pulled from: on Docker's older store
 *     names of their own, which go with the last tag of their repository; elsewhere what follows from the tags
 */
public record LocalImage(
        String id, String os, String architecture, String variant, long size, List<String> tags, List<String> digests) {
    /** Takes what the engine says, which is shown. */
    public LocalImage {
        id = OutsideText.line(id);
        os = OutsideText.line(os);
        architecture = OutsideText.line(architecture);
        variant = OutsideText.line(variant);
        tags = tags.stream().map(OutsideText::line).toList();
        digests = digests.stream().map(OutsideText::line).toList();
    }

    /** Takes what is of use from an inspection. */
    static LocalImage of(InspectImageResponse image) {
        // Docker-java has no field for the variant.
        return new LocalImage(
                Objects.requireNonNullElse(image.getId(), ""),
                Objects.requireNonNullElse(image.getOs(), ""),
                Objects.requireNonNullElse(image.getArch(), ""),
                Objects.toString(image.getRawValues().get("Variant"), ""),
                Objects.requireNonNullElse(image.getSize(), 0L),
                Objects.requireNonNullElse(image.getRepoTags(), List.of()),
                Objects.requireNonNullElse(image.getRepoDigests(), List.of()));
    }

    /**
     * Returns whether an inspection is of an image. The containerd store of Docker 28 pulls whatever has a manifest,
     * Helm charts too, and then knows of no platform and no layers. An image always says of what form its layers are,
     * even if it has none and leaves out all else (https://github.com/opencontainers/image-spec/blob/main/config.md)
     */
    static boolean isImage(InspectImageResponse inspected) {
        LocalImage image = of(inspected);
        return !image.os.isEmpty()
                || !image.architecture.isEmpty()
                || inspected.getRootFS() == null
                || inspected.getRootFS().getType() != null;
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
                        tags,
                        Stream.concat(digests.stream(), Stream.of(repository + "@" + digest))
                                .toList());
    }

    /** Returns its tags in a repository. */
    List<String> tagsIn(String repository) {
        return tags.stream().filter(tag -> tag.startsWith(repository + ":")).toList();
    }

    /** Returns whether it has no tag, and no digest but in the repository of this name. */
    public boolean hasOnlyDigestsLike(String name) {
        String repository = name.substring(0, name.contains("@") ? name.indexOf('@') : name.lastIndexOf(':'));
        return tags.isEmpty() && digests.stream().allMatch(digest -> digest.startsWith(repository + "@"));
    }

    /** Returns whether the image and its other names stay when one of its tags in a repository is taken off. */
    boolean keepsTheOthersWithout(String repository) {
        boolean digestsFollowFromTags = digests.stream().anyMatch(digest -> digest.endsWith("@" + id));
        boolean hasDigestOfItsOwn =
                (digestsFollowFromTags ? tags : digests).stream().anyMatch(name -> name.startsWith(repository + "@"));
        boolean hasAnotherTag = tags.stream().filter(tag -> !tag.contains("@")).count() > 1;
        return tagsIn(repository).size() > 1 || (hasAnotherTag && !hasDigestOfItsOwn);
    }
}
