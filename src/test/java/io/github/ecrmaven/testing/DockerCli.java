package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the docker CLI on the local container engine, without the code under test and its libraries. */
final class DockerCli {
    private static final int MAX_TRIES = 5;

    private DockerCli() {}

    /** Runs a command, and returns its output. */
    static String run(String... command) {
        return find(command)
                .orElseThrow(() -> new IllegalStateException("not there: docker " + String.join(" ", command)));
    }

    /** Runs a command, and returns its output, or nothing if the object of the command does not exist. */
    static Optional<String> find(String... command) {
        return find(Stream.concat(Stream.of("docker"), Stream.of(command)).toList(), 1);
    }

    private static Optional<String> find(List<String> line, int tries) {
        try {
            Process docker = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (docker.waitFor() == 0) {
                return Optional.of(output);
            }
            if (output.toLowerCase(Locale.ROOT).contains("no such ")) {
                return Optional.empty();
            }
            if (output.contains("NotFound: content digest") && tries < MAX_TRIES) {
                // Docker's containerd image store fails like this if another test deletes an image at the same time.
                return find(line, tries + 1);
            }
            throw new IllegalStateException(String.join(" ", line) + ": " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
