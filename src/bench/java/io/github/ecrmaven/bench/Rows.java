package io.github.ecrmaven.bench;

import io.github.ecrmaven.bench.Tool.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All tools, in the order in which they run: those that want the images in the engine follow one that pulls them. */
final class Rows {
    private static final String FABRIC8 = "0.49.0";

    private final Setup setup;
    private final Row bare;
    private final List<Row> cold = new ArrayList<>();
    private final Row upToDate;
    private final Row present;
    private final Row oneByOne;
    private final Row atOnce;
    private final Row fabric8;

    /**
     * The tools, made for a setup.
     *
     * @param parallelisms how many images the plugin is to pull at once, each in a row of its own; if none are given,
     *     there is one row, and it is as many as the plugin has without being told
     */
    Rows(Setup setup, List<String> parallelisms) {
        this.setup = setup;
        bare = maven("bare mvn validate", Images.ANY, "bare");
        if (parallelisms.isEmpty()) {
            cold.add(maven("this plugin, cold", Images.NONE, "ecr"));
        }
        for (String parallelism : parallelisms) {
            String name = "this plugin, cold, parallelism " + parallelism;
            cold.add(maven(name, Images.NONE, "ecr", "-Decr.parallelism=" + parallelism));
        }
        upToDate = maven("this plugin, up to date (Always)", Images.ALL, "ecr", "-Decr.pullPolicy=Always");
        present = maven("this plugin, present (IfNotPresent)", Images.ALL, "ecr", "-Decr.pullPolicy=IfNotPresent");
        List<List<String>> pulls = setup.images().stream()
                .map(image -> List.of("docker", "pull", "--quiet", image))
                .toList();
        oneByOne = new Row(new Tool("docker pull, one by one", Images.NONE, pulls, false));
        atOnce = new Row(new Tool("docker pull, eight at once", Images.NONE, pulls, true));
        fabric8 = maven("fabric8 docker-maven-plugin " + FABRIC8 + ", cold", Images.NONE, "fabric8");
    }

    /** Without -o, with which this plugin takes whatever the engine has. */
    private Row maven(String name, Images before, String project, String... options) {
        List<String> fixed = List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--quiet",
                "--batch-mode",
                "--settings=" + setup.settings(),
                "--file=" + Path.of("src/bench", project, "pom.xml"),
                "-Dmaven.repo.local=" + Path.of("target/local-repo").toAbsolutePath(),
                "-Dregistry=" + setup.registry().host(),
                "-Decr.version=" + System.getProperty("ecr.version"),
                "-Decr.region=eu-west-1",
                "-Decr.endpoint=" + setup.aws().endpoint(),
                "-Dfabric8.version=" + FABRIC8,
                "validate");
        return new Row(new Tool(
                name, before, Stream.concat(fixed.stream(), Stream.of(options)).toList()));
    }

    List<Row> all() {
        return Stream.of(List.of(bare), cold, List.of(upToDate, present, oneByOne, atOnce, fabric8))
                .flatMap(List::stream)
                .toList();
    }

    /** Those that Maven runs, itself alone among them. */
    List<Row> maven() {
        return Stream.of(List.of(bare), plugin(), List.of(fabric8))
                .flatMap(List::stream)
                .toList();
    }

    List<Row> plugin() {
        return Stream.concat(cold.stream(), Stream.of(upToDate, present)).toList();
    }

    Row bare() {
        return bare;
    }

    List<Row> cold() {
        return cold;
    }

    Row upToDate() {
        return upToDate;
    }

    Row present() {
        return present;
    }

    Row oneByOne() {
        return oneByOne;
    }

    Row atOnce() {
        return atOnce;
    }
}
