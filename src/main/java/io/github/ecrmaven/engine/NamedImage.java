package io.github.ecrmaven.engine;

import java.io.IOException;
import java.util.List;

/**
 * An image with its names.
 *
 * @param id the engine's name for it
 * @param tags {@code repository:tag}. The containerd store has {@code repository@digest} among them, where the image
 *     was pulled so
 * @param digests {@code repository@digest}: on Docker's older store names of their own, which go with the last tag of
 *     their repository; elsewhere what follows from the tags
 */
public record NamedImage(String id, List<String> tags, List<String> digests) {
    /** Reads an answer of {@code GET /images/NAME/json}. */
    static NamedImage of(byte[] inspection) throws IOException {
        var read = Json.read(inspection);
        return new NamedImage(read.text("Id", ""), read.texts("RepoTags"), read.texts("RepoDigests"));
    }

    /** Returns its tags in a repository. */
    List<String> tagsIn(String repository) {
        return tags.stream().filter(tag -> tag.startsWith(repository + ":")).toList();
    }

    boolean hasDigestIn(String repository) {
        return digests.stream().anyMatch(digest -> digest.startsWith(repository + "@"));
    }
}
