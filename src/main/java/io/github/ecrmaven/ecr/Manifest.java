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
 * The manifest of an image, or an index of several, in Docker's or OCI's form; they differ in media types alone.
 *
 * <p>The fields are those of https://github.com/opencontainers/image-spec/blob/main/manifest.md and image-index.md;
 * what is absent is null.
 *
 * @param mediaType of the manifest, which only OCI leaves out
 * @param manifests the images of an index
 * @param config the configuration of an image
 * @param layers the layers of an image
 * @param declaredType what something else than an image says that it is
 */
record Manifest(
        String mediaType,
        List<Descriptor> manifests,
        Descriptor config,
        List<Descriptor> layers,
        @JsonProperty("artifactType") String declaredType) {
    private static final String EMPTY_CONFIGURATION = "application/vnd.oci.empty.v1+json";

    /** The media types of all forms. An index is preferred to its image for one platform, as engines do. */
    static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    /** Those of indexes. */
    static final List<String> INDEX_TYPES = MEDIA_TYPES.subList(0, 2);

    /** What builders call the platform of a manifest that is no image, but tells how one was made. */
    private static final Platform NO_IMAGE = new Platform("unknown", "unknown", null);

    /** What the configuration of an image is; the last three are what registries say that know no better. */
    private static final Set<String> IMAGE_CONFIGURATIONS = Set.of(
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json",
            "application/octet-stream",
            "application/json",
            "");

    private static final Descriptor NOTHING = new Descriptor("", 0, null, null);

    /** What a manifest says of something else that is stored. */
    record Descriptor(String digest, long size, Target platform, String mediaType) {
        private Optional<Platform> madeFor() {
            return platform == null ? Optional.empty() : platform.complete();
        }
    }

    /** A platform as manifests and configurations have it. */
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
     * @throws UncheckedIOException when it is not JSON
     */
    static Manifest parse(String text) {
        return read(text, Manifest.class);
    }

    /**
     * Reads the platform in the configuration of an image.
     *
     * @return the platform; empty where there is none, as in a configuration of something else than an image
     * @throws UncheckedIOException when it is not JSON
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
     * Returns the digest of an index's image for a platform, else of its first.
     *
     * @param platform that the image is to be for; null for any
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
                .filter(image -> image.madeFor().filter(NO_IMAGE::equals).isEmpty());
    }

    /**
     * Returns what it is of, if that is no container image: the media type of its configuration, such as
     * {@code application/vnd.cncf.helm.config.v1+json}, or of an artifact that has none, its own.
     */
    Optional<String> artifactType() {
        String configured = Objects.requireNonNullElse(config, NOTHING).mediaType();
        if (configured == null || IMAGE_CONFIGURATIONS.contains(configured)) {
            return Optional.empty();
        }
        return Optional.of(configured.equals(EMPTY_CONFIGURATION) && declaredType != null ? declaredType : configured);
    }

    /** Returns the digest of an image's configuration. */
    String configuration() {
        return Objects.requireNonNullElse(config, NOTHING).digest();
    }

    /** Returns the bytes of an image's configuration and layers as they are stored. */
    long size() {
        return Objects.requireNonNullElse(layers, List.<Descriptor>of()).stream()
                .mapToLong(Descriptor::size)
                .reduce(Objects.requireNonNullElse(config, NOTHING).size(), Long::sum);
    }
}
