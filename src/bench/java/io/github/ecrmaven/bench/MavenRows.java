package io.github.ecrmaven.bench;

import io.github.ecrmaven.bench.Tool.Images;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of one version of Maven in the order in which they run: rows that need the images follow one that pulls
 * them.
 *
 * @param version the version of Maven
 * @param bare Maven without a plugin
 * @param cold this plugin without the images, a row for each number of images in parallel
 * @param modules a reactor with many modules, without a plugin
 * @param pluginInOne the same reactor with this plugin in the parent alone
 * @param pluginInAll the same reactor with this plugin in the parent and in all modules
 */
record MavenRows(
        String version,
        Row bare,
        List<Row> cold,
        Row upToDate,
        Row present,
        Row modules,
        Row pluginInOne,
        Row pluginInAll,
        Row fabric8) {
    private static final String FABRIC8 = "0.49.0";

    /**
     * Creates the rows of the Maven in a folder.
     *
     * @param parallelisms the numbers of images that the plugin pulls in parallel, each in a row of its own; if empty,
     *     there is one row with the plugin's default
     */
    static MavenRows of(Setup setup, Path home, List<String> parallelisms) throws IOException {
        Maven maven = new Maven(setup, home);
        Path ecr = project("ecr");
        String version = version(home);
        Row bare = maven.row(null, "Maven " + version + ", no plugin", Images.ANY, project("bare"));
        List<Row> cold = new ArrayList<>();
        if (parallelisms.isEmpty()) {
            cold.add(maven.row(bare, "this plugin, cold", Images.NONE, ecr));
        }
        for (String parallelism : parallelisms) {
            String name = "this plugin, cold, parallelism " + parallelism;
            cold.add(maven.row(bare, name, Images.NONE, ecr, "-Decr.parallelism=" + parallelism));
        }
        String always = "-Decr.pullPolicy=Always";
        String ifNotPresent = "-Decr.pullPolicy=IfNotPresent";
        String many = Reactor.MODULES + " modules, ";
        Path reactor = setup.reactor();
        String engine = setup.countedEngine();
        Row modules = maven.row(null, many + "no plugin", Images.ANY, reactor);
        return new MavenRows(
                version,
                bare,
                cold,
                maven.row(bare, "this plugin, up to date (Always)", Images.ALL, ecr, always),
                maven.row(bare, "this plugin, present (IfNotPresent)", Images.ALL, ecr, ifNotPresent),
                modules,
                maven.row(modules, many + "plugin in one", Images.ALL, reactor, always, engine, "-Pplugin-in-one"),
                maven.row(modules, many + "plugin in all", Images.ALL, reactor, always, engine, "-Pplugin-in-all"),
                maven.row(bare, "fabric8 " + FABRIC8 + ", cold", Images.NONE, project("fabric8")));
    }

    private static Path project(String name) {
        return Path.of("src/bench", name, "pom.xml");
    }

    private static String version(Path home) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("lib"), "maven-core-*.jar")) {
            return jars.iterator().next().getFileName().toString().replaceAll("maven-core-|\\.jar", "");
        }
    }

    private record Maven(Setup setup, Path home) {
        /** Creates a row. It does not use -o, because this plugin does not pull offline. */
        Row row(Row bare, String name, Images before, Path pom, String... options) {
            List<String> fixed = List.of(
                    home.resolve("bin/mvn").toString(),
                    "--quiet",
                    "--batch-mode",
                    "--settings=" + setup.settings(),
                    "--file=" + pom,
                    "-Dmaven.repo.local=" + Path.of("target/local-repo").toAbsolutePath(),
                    "-Dregistry=" + setup.registry().host(),
                    "-Dplugin.version=" + System.getProperty("plugin.version"),
                    "-Decr.region=eu-west-1",
                    "-Decr.endpoint=" + setup.aws().endpoint(),
                    "-Dfabric8.version=" + FABRIC8,
                    "validate");
            List<String> command =
                    Stream.concat(fixed.stream(), Stream.of(options)).toList();
            return new Row(new Tool(name, before, command), bare);
        }
    }

    /** Returns the rows of this plugin with eight images. */
    List<Row> plugin() {
        return Stream.concat(cold.stream(), Stream.of(upToDate, present)).toList();
    }

    List<Row> all() {
        return Stream.of(List.of(bare), plugin(), List.of(modules, pluginInOne, pluginInAll, fabric8))
                .flatMap(List::stream)
                .toList();
    }
}
