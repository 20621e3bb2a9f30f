package io.github.ecrmaven.testing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The images of the local container engine, read and changed with the docker CLI. */
public final class EngineImages {
    private EngineImages() {}

    /** Returns a line with the ID and the names of each image that has one of these IDs or a name with this part. */
    public static Set<String> lines(String part, Set<String> ids) {
        return namesById().entrySet().stream()
                .filter(image -> ids.contains(image.getKey())
                        || image.getValue().stream().anyMatch(name -> name.contains(part)))
                .map(image -> image.getKey() + " " + image.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> namesById() {
        String format = "{{.ID}} {{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}";
        Map<String, Set<String>> images = new TreeMap<>();
        DockerCli.run("image", "ls", "--no-trunc", "--digests", "--format", format)
                .lines()
                .forEach(line -> {
                    String[] columns = line.split(" ", -1);
                    Set<String> names = images.computeIfAbsent(columns[0], id -> new TreeSet<>());
                    for (int i = 1; i < columns.length; i++) {
                        if (!columns[i].contains("<none>")) {
                            names.add(columns[i]);
                        }
                    }
                });
        return images;
    }

    /** Returns the ID of the image with a name. */
    public static Optional<String> id(String name) {
        return DockerCli.find("image", "inspect", "--format", "{{.Id}}", name).map(String::strip);
    }

    public static void tag(String image, String repository, String tag) {
        DockerCli.run("image", "tag", image, repository + ":" + tag);
    }

    /** Deletes an image with all its names, if it exists. */
    public static void delete(String image) {
        DockerCli.find("image", "rm", "--force", image);
    }
}
