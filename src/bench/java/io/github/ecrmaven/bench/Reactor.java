package io.github.ecrmaven.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A reactor with many modules, generated from {@code src/bench/modules/pom.xml}. */
final class Reactor {
    /** The number of modules without their parent. */
    static final int MODULES = 200;

    private Reactor() {}

    /** Writes the reactor into a folder that does not exist yet, and returns the POM of the parent. */
    static Path write(Path folder) throws IOException {
        List<String> names = IntStream.rangeClosed(1, MODULES)
                .mapToObj(number -> "module" + number)
                .toList();
        for (String name : names) {
            Path module = Files.createDirectories(folder.resolve(name));
            Files.writeString(module.resolve("pom.xml"), """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <parent>
                        <groupId>io.github.ecrmaven.bench</groupId>
                        <artifactId>modules</artifactId>
                        <version>1</version>
                      </parent>
                      <artifactId>%s</artifactId>
                      <packaging>pom</packaging>
                    </project>
                    """.formatted(name));
        }
        String modules = names.stream()
                .map(name -> "<module>" + name + "</module>")
                .collect(Collectors.joining("\n", "<modules>", "</modules>"));
        String parent = Files.readString(Path.of("src/bench/modules/pom.xml")).replace("<modules />", modules);
        return Files.writeString(folder.resolve("pom.xml"), parent);
    }
}
