package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image that the engine has.
 *
 * @param id the image ID: the digest of the image's configuration or of its manifest, which depends on the store
 * @param os the operating system, as Go names it
 * @param architecture the architecture, as Go names it
 * @param variant the variant of the architecture, such as {@code v7}; empty for none
 * @param size the size of its layers in bytes, as the engine computes it
 * @param tags {@code repository:tag}; in Docker's containerd store also {@code repository@digest} if the image was
 *     pulled by digest
 * @param digests {@code repository@sha256:…}, one for each repository that it was pulled from. In Docker's overlay2
 *     store they are names, which are removed with the last tag of the repository; otherwise the engine derives them
 *     from the tags
 */
public record LocalImage(
        String id, String os, String architecture, String variant, long size, List<String> tags, List<String> digests) {
    /** Makes the texts of the engine safe to print. */
    public LocalImage {
        id = OutsideText.line(id);
        os = OutsideText.line(os);
        architecture = OutsideText.line(architecture);
        variant = OutsideText.line(variant);
        tags = lines(tags);
        digests = lines(digests);
    }

    private static List<String> lines(List<String> texts) {
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(OutsideText.line(text));
        }
        return List.copyOf(lines);
    }

    /** Reads the response to an inspection. */
    static LocalImage of(InspectedImage image) {
        return new LocalImage(
                Objects.requireNonNullElse(image.getId(), ""),
                Objects.requireNonNullElse(image.getOs(), ""),
                Objects.requireNonNullElse(image.getArch(), ""),
                Objects.requireNonNullElse(image.variant(), ""),
                Objects.requireNonNullElse(image.getSize(), 0L),
                Objects.requireNonNullElse(image.getRepoTags(), List.of()),
                Objects.requireNonNullElse(image.getRepoDigests(), List.of()));
    }

    /**
     * Reads the response to an inspection; empty if it is not of a container image. The containerd store of Docker 28
     * pulls any artifact, such as a Helm chart, which then has no platform and no layers. The type of its layers is
     * required in the configuration of each image (https://github.com/opencontainers/image-spec/blob/main/config.md).
     */
    static Optional<LocalImage> unlessArtifact(InspectedImage inspected) {
        LocalImage image = of(inspected);
        boolean isArtifact = image.os.isEmpty()
                && image.architecture.isEmpty()
                && inspected.getRootFS() != null
                && inspected.getRootFS().getType() == null;
        return isArtifact ? Optional.empty() : Optional.of(image);
    }

    /** Returns whether it is built for a platform; variants are compared if both have one. */
    boolean isFor(Platform platform) {
        boolean sameVariant = platform.variant() == null
                || variant.isEmpty()
                || platform.variant().equals(variant);
        return sameVariant && platform.matches(os, architecture);
    }

    /** Returns its platform: {@code os/architecture[/variant]}. */
    public String platform() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    /**
     * Returns the digest by which it was pulled from a repository; empty if unknown.
     *
     * @param repository as {@link ImageReference#name} has it; Podman has the long form of Docker Hub's names
     */
    public Optional<String> digestIn(String repository) {
        String beginning = ImageReference.longName(repository) + "@";
        for (String digest : digests) {
            if (ImageReference.longName(digest).startsWith(beginning)) {
                return Optional.of(digest.substring(digest.indexOf('@') + 1));
            }
        }
        return Optional.empty();
    }

    /** Returns the same image with another ID. */
    LocalImage withId(String other) {
        return new LocalImage(other, os, architecture, variant, size, tags, digests);
    }

    /** Returns the same image with the digest from the progress of its pull, unless the engine has stored one. */
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
    public List<String> tagsIn(String repository) {
        return tags.stream().filter(tag -> tag.startsWith(repository + ":")).toList();
    }

    /** Returns the repository of {@code repository:tag} or {@code repository@digest}. */
    static String repository(String name) {
        return name.substring(0, name.contains("@") ? name.indexOf('@') : name.lastIndexOf(':'));
    }

    /** Returns whether it has no tag, and no digest but in the repository of this name. */
    public boolean hasOnlyDigestsLike(String name) {
        String repository = repository(name);
        return tags.isEmpty() && digests.stream().allMatch(digest -> digest.startsWith(repository + "@"));
    }

    /** Returns whether the image and its other names stay if one of its tags in a repository is removed. */
    boolean staysWithout(String repository) {
        boolean digestsFollowFromTags = digests.stream().anyMatch(digest -> digest.endsWith("@" + id));
        boolean hasDigestOfItsOwn =
                (digestsFollowFromTags ? tags : digests).stream().anyMatch(name -> name.startsWith(repository + "@"));
        boolean hasAnotherTag = tags.stream().filter(tag -> !tag.contains("@")).count() > 1;
        return tagsIn(repository).size() > 1 || (hasAnotherTag && !hasDigestOfItsOwn);
    }
}
