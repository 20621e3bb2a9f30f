package io.github.ecrmaven.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images of the engine of this machine, as another client sees them. */
public final class EngineImages {
    private EngineImages() {}

    /** Returns those with a name that contains a text, or with one of some ids: a line each, with id and names. */
    public static Set<String> lines(String part, Set<String> ids) {
        return lines(image -> ids.contains(image.getId()) || names(image).anyMatch(name -> name.contains(part)));
    }

    private static Set<String> lines(Predicate<Image> which) {
        return ask(client -> client.listImagesCmd().exec().stream()
                .filter(which)
                .map(image -> image.getId() + " " + names(image).sorted().toList())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Returns all: a line each, with id and names. */
    public static Set<String> all() {
        return lines(image -> true);
    }

    private static Stream<String> names(Image image) {
        return Stream.of(image.getRepoTags(), image.getRepoDigests())
                .flatMap(names -> Stream.ofNullable(names).flatMap(Stream::of))
                .filter(name -> !name.startsWith("<none>"));
    }

    /** Returns the id of what has a name. */
    public static Optional<String> id(String name) {
        return ask(client -> {
            try {
                return Optional.of(client.inspectImageCmd(name).exec().getId());
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        });
    }

    /** Gives an image a name. */
    public static void tag(String image, String repository, String tag) {
        ask(client -> client.tagImageCmd(image, repository, tag).exec());
    }

    /** Deletes an image with all its names, if it is there. */
    public static void delete(String image) {
        ask(client -> {
            try {
                return client.removeImageCmd(image).withForce(true).exec();
            } catch (NotFoundException absent) {
                return null;
            }
        });
    }

    private static <T> T ask(Function<DockerClient, T> question) {
        try (DockerClient client = EngineClient.open()) {
            return question.apply(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
