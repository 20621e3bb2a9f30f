package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives ids to images. */
final class ImageIds {
    private ImageIds() {}

    /**
     * Gives an id to each image that has none: the last part of its repository, where that names no other image.
     *
     * @throws ExplainedException when two images were given the same id
     */
    static void complete(List<ImageParameter> images) {
        Set<String> taken = new HashSet<>();
        for (ImageParameter image : images) {
            if (image.hasId() && !taken.add(image.id())) {
                throw ExplainedException.configuration(
                        "two images have the id '" + image.id() + "': give each its own");
            }
        }
        images.stream()
                .filter(image -> !image.hasId())
                .collect(Collectors.groupingBy(ImageParameter::lastPartOfRepository))
                .forEach((part, sharing) -> {
                    if (!taken.contains(part) && sharing.stream().allMatch(sharing.get(0)::isSameImage)) {
                        sharing.forEach(image -> image.setId(part));
                    }
                });
    }
}
