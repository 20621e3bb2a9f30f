package io.github.ecrmaven.testing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The images of the engine of this machine, as the docker CLI sees them. */
public final class EngineImages {
    private EngineImages() {}

    /** Returns those with a name that contains a text, or with one of some ids: a line each, with id and names. */
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

    /** Returns the id of what has a name. */
    public static Optional<String> id(String name) {
        return DockerCli.find("image", "inspect", "--format", "{{.Id}}", name).map(String::strip);
    }

    /** Gives an image a name. */
    public static void tag(String image, String repository, String tag) {
        DockerCli.run("image", "tag", image, repository + ":" + tag);
    }

    /** Deletes an image with all its names, if it is there. */
    public static void delete(String image) {
        DockerCli.find("image", "rm", "--force", image);
    }
}
