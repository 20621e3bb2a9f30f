package io.github.ecrmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An image that the engine has.
 *
 * @param id the engine's name for it: a digest of its configuration or of its manifest, which depends on the store
 * @param os as Go names it
 * @param architecture as Go names it
 * @param digests {@code repository@sha256:…}, one for each repository that it was pulled from
 */
public record LocalImage(String id, String os, String architecture, List<String> digests) {
    /** Reads an answer of {@code GET /images/NAME/json}. */
    static LocalImage of(JsonNode inspection) {
        return new LocalImage(
                inspection.path("Id").asText(),
                inspection.path("Os").asText(),
                inspection.path("Architecture").asText(),
                StreamSupport.stream(inspection.path("RepoDigests").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
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
