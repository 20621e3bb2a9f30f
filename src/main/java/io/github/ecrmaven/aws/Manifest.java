package io.github.ecrmaven.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecrmaven.image.Platform;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The manifest of an image, or an index of several, in Docker's or OCI's form; they differ in media types alone.
 *
 * @param json as https://github.com/opencontainers/image-spec/blob/main/manifest.md and image-index.md describe it
 */
record Manifest(JsonNode json) {
    /** What builders call the platform of a manifest that is no image, but tells how one was made. */
    private static final Platform NO_IMAGE = new Platform("unknown", "unknown", null);

    /**
     * Reads a manifest.
     *
     * @throws UncheckedIOException when it is not JSON
     */
    static Manifest parse(String text) {
        return new Manifest(read(text));
    }

    /**
     * Reads the platform in the configuration of an image.
     *
     * @return the platform; empty where there is none, as in a configuration of something else than an image
     * @throws UncheckedIOException when it is not JSON
     */
    static Optional<Platform> platformOf(String configuration) {
        return platform(read(configuration));
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Platform> platform(JsonNode json) {
        String variant = json.path("variant").asText("");
        return json.hasNonNull("os") && json.hasNonNull("architecture")
                ? Optional.of(new Platform(
                        json.path("os").asText(),
                        json.path("architecture").asText(),
                        variant.isEmpty() ? null : variant))
                : Optional.empty();
    }

    boolean isIndex() {
        return json.has("manifests");
    }

    /** Returns the platforms of an index, in its order. */
    List<Platform> platforms() {
        return images().flatMap(image -> platform(image.path("platform")).stream())
                .distinct()
                .toList();
    }

    /**
     * Returns the digest of an index's image for a platform, else of its first.
     *
     * @param platform that the image is to be for; null for any
     */
    Optional<String> digestFor(Platform platform) {
        return Stream.of(
                        images().filter(image -> platform(image.path("platform"))
                                .filter(found -> Objects.equals(found, platform))
                                .isPresent()),
                        images().filter(image -> platform != null
                                && platform(image.path("platform"))
                                        .filter(found -> platform.matches(found.os(), found.architecture()))
                                        .isPresent()),
                        images())
                .flatMap(images -> images)
                .findFirst()
                .map(image -> image.path("digest").asText());
    }

    private Stream<JsonNode> images() {
        return StreamSupport.stream(json.path("manifests").spliterator(), false)
                .filter(image -> platform(image.path("platform"))
                        .filter(NO_IMAGE::equals)
                        .isEmpty());
    }

    /** Returns the digest of an image's configuration. */
    String configuration() {
        return json.path("config").path("digest").asText();
    }

    /** Returns the bytes of an image's configuration and layers as they are stored. */
    long size() {
        return StreamSupport.stream(json.path("layers").spliterator(), false)
                .mapToLong(layer -> layer.path("size").asLong())
                .reduce(json.path("config").path("size").asLong(), Long::sum);
    }
}
