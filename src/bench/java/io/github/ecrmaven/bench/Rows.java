package io.github.ecrmaven.bench;

import io.github.ecrmaven.bench.Tool.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All tools, in the order in which they run: Maven by Maven, then the docker CLI, then none of them. */
final class Rows {
    private final List<MavenRows> mavens = new ArrayList<>();
    private final Row link = new Row(new Tool("no tool: all layers at once", Images.ANY, List.of(), true), null);
    private final Row oneByOne;
    private final Row atOnce;

    /** The tools, made for a setup; the other parameters are the options of {@code src/bench/run}. */
    Rows(Setup setup, List<Path> homes, List<String> parallelisms) throws IOException {
        for (Path home : homes) {
            mavens.add(MavenRows.of(setup, home, parallelisms));
        }
        List<List<String>> pulls = setup.images().stream()
                .map(image -> List.of("docker", "pull", "--quiet", image))
                .toList();
        oneByOne = new Row(new Tool("docker pull, one by one", Images.NONE, pulls, false), null);
        atOnce = new Row(new Tool("docker pull, eight at once", Images.NONE, pulls, true), null);
    }

    List<Row> all() {
        return Stream.concat(maven().stream(), Stream.of(oneByOne, atOnce, link))
                .toList();
    }

    /** Those that Maven runs. */
    List<Row> maven() {
        return mavens.stream().flatMap(rows -> rows.all().stream()).toList();
    }

    List<MavenRows> mavens() {
        return mavens;
    }

    /** What the link from the registry gives. */
    Row link() {
        return link;
    }

    Row atOnce() {
        return atOnce;
    }
}
