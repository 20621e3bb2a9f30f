package io.github.ecrmaven.bench;

import io.github.ecrmaven.bench.Tool.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rows of all tools in the order in which they run: each Maven, the docker CLI, no tool. */
final class Rows {
    private final List<MavenRows> mavens = new ArrayList<>();
    private final Row link = new Row(new Tool("no tool: all layers at once", Images.ANY, List.of(), true), null);
    private final Row oneByOne;
    private final Row atOnce;

    /** Creates the rows for a setup; the other parameters are options of {@code src/bench/run}. */
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

    /** Returns the rows that run Maven. */
    List<Row> maven() {
        return mavens.stream().flatMap(rows -> rows.all().stream()).toList();
    }

    List<MavenRows> mavens() {
        return mavens;
    }

    /** Returns the row without a tool, which measures the connection to the registry. */
    Row link() {
        return link;
    }

    Row atOnce() {
        return atOnce;
    }
}
