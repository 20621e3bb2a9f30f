package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
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
    /** Takes what the engine says, which is shown. */
    public NamedImage {
        id = OutsideText.line(id);
        tags = tags.stream().map(OutsideText::line).toList();
        digests = digests.stream().map(OutsideText::line).toList();
    }

    /** Reads an answer of {@code GET /images/NAME/json}. */
    static NamedImage of(byte[] inspection) throws IOException {
        var read = Json.read(inspection);
        return new NamedImage(read.text("Id", ""), read.texts("RepoTags"), read.texts("RepoDigests"));
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
