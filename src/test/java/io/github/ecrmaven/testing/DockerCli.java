package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the engine of this machine by the docker CLI, without the code under test and its libraries. */
final class DockerCli {
    private DockerCli() {}

    /** Runs a command, and returns what it prints. */
    static String run(String... command) {
        return find(command)
                .orElseThrow(() -> new IllegalStateException("not there: docker " + String.join(" ", command)));
    }

    /** Runs a command, and returns what it prints; empty where what it is about does not exist. */
    static Optional<String> find(String... command) {
        List<String> line =
                Stream.concat(Stream.of("docker"), Stream.of(command)).toList();
        try {
            Process docker = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (docker.waitFor() == 0) {
                return Optional.of(output);
            }
            String words = output.toLowerCase(Locale.ROOT);
            if (words.contains("no such ") || words.contains("notfound: content digest")) {
                return Optional.empty();
            }
            throw new IllegalStateException(String.join(" ", line) + ": " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
