package io.github.ecrmaven.ecr;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.github.ecrmaven.aws.AwsJson;
import io.github.ecrmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The manifest of an image, or an index of several, of Docker or OCI, which differ only in their media types.
 *
 * <p>The fields are those of https://github.com/opencontainers/image-spec/blob/main/manifest.md and image-index.md; a
 * missing one is null.
 *
 * @param mediaType the media type, which is optional in OCI
 * @param manifests the images of an index
 * @param config the configuration of an image
 * @param layers the layers of an image
 * @param declaredType the type of an artifact that is not an image
 */
record Manifest(
        String mediaType,
        List<Descriptor> manifests,
        Descriptor config,
        List<Descriptor> layers,
        @JsonProperty("artifactType") String declaredType) {
    private static final String EMPTY_CONFIGURATION = "application/vnd.oci.empty.v1+json";

    /** All media types; like engines, those of an index first. */
    static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    /** The media types of an index. */
    static final List<String> INDEX_TYPES = MEDIA_TYPES.subList(0, 2);

    /** The platform of an attestation, which is in the index of an image, but is not an image. */
    private static final Platform ATTESTATION = new Platform("unknown", "unknown", null);

    /** The media types of the configuration of an image; the last three are those of inaccurate registries. */
    private static final Set<String> IMAGE_CONFIGURATIONS = Set.of(
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json",
            "application/octet-stream",
            "application/json",
            "");

    private static final Descriptor NOTHING = new Descriptor("", 0, null, null);

    /** Describes another manifest or blob. */
    record Descriptor(String digest, long size, Target platform, String mediaType) {
        private Optional<Platform> madeFor() {
            return platform == null ? Optional.empty() : platform.complete();
        }
    }

    /** A platform in a manifest or a configuration. */
    record Target(String os, String architecture, String variant) {
        private Optional<Platform> complete() {
            return os == null || architecture == null
                    ? Optional.empty()
                    : Optional.of(
                            new Platform(os, architecture, variant == null || variant.isEmpty() ? null : variant));
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws UncheckedIOException if it is not JSON, or not that of a manifest
     */
    static Manifest parse(String text) {
        return read(text, Manifest.class);
    }

    /**
     * Reads the platform in the configuration of an image.
     *
     * @return empty if there is none, as in the configuration of an artifact that is not an image
     * @throws UncheckedIOException if it is not JSON, or not that of a configuration
     */
    static Optional<Platform> platformOf(String configuration) {
        return read(configuration, Target.class).complete();
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            T read = AwsJson.READER.readValue(text, type);
            if (read == null) {
                throw JsonMappingException.from((JsonParser) null, "it is empty");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isIndex() {
        return manifests != null;
    }

    /** Returns the platforms of an index, in its order. */
    List<Platform> platforms() {
        return images().flatMap(image -> image.madeFor().stream()).distinct().toList();
    }

    /**
     * Returns the digest of the image in an index for a platform, or else of the first image.
     *
     * @param platform the platform; null for any
     */
    Optional<String> digestFor(Platform platform) {
        return Stream.of(
                        images().filter(image -> image.madeFor()
                                .filter(found -> Objects.equals(found, platform))
                                .isPresent()),
                        images().filter(image -> platform != null
                                && image.madeFor()
                                        .filter(found -> platform.matches(found.os(), found.architecture()))
                                        .isPresent()),
                        images())
                .flatMap(images -> images)
                .findFirst()
                .map(Descriptor::digest);
    }

    private Stream<Descriptor> images() {
        return Objects.requireNonNullElse(manifests, List.<Descriptor>of()).stream()
                .filter(image -> image.madeFor().filter(ATTESTATION::equals).isEmpty());
    }

    /**
     * Returns the type of an artifact that is not a container image, such as
     * {@code application/vnd.cncf.helm.config.v1+json}; empty for an image.
     */
    Optional<String> artifactType() {
        String configured = Objects.requireNonNullElse(config, NOTHING).mediaType();
        if (configured == null || IMAGE_CONFIGURATIONS.contains(configured)) {
            return Optional.empty();
        }
        return Optional.of(configured.equals(EMPTY_CONFIGURATION) && declaredType != null ? declaredType : configured);
    }

    /** Returns the digest of an image's configuration. */
    String configurationDigest() {
        return Objects.requireNonNullElse(config, NOTHING).digest();
    }

    /** Returns the size of an image's configuration and layers, compressed, in bytes. */
    long size() {
        return Objects.requireNonNullElse(layers, List.<Descriptor>of()).stream()
                .mapToLong(Descriptor::size)
                .reduce(Objects.requireNonNullElse(config, NOTHING).size(), Long::sum);
    }
}
