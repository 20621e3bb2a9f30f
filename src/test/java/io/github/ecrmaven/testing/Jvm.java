package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs programs in a new JVM, as a test cannot change the environment variables of its own JVM. */
public final class Jvm {
    private Jvm() {}

    /**
     * Runs the {@code main} method of a class, with these environment variables and no others for AWS and proxies.
     *
     * @return the standard output, which must not be empty
     */
    public static String run(Class<?> program, Map<String, String> variables, String... arguments) {
        ProcessBuilder builder = builder(program, variables, arguments);
        try {
            Path errors = Files.createTempFile("jvm", ".stderr");
            Process process = builder.redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            Files.delete(errors);
            assertThat(output).isNotEmpty();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the same without waiting for its end. Standard error is merged into standard output. */
    public static Process start(Class<?> program, Map<String, String> variables, String... arguments)
            throws IOException {
        return builder(program, variables, arguments).redirectErrorStream(true).start();
    }

    private static ProcessBuilder builder(Class<?> program, Map<String, String> variables, String... arguments) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        builder.command().addAll(List.of(arguments));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("AWS_") || name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.putAll(variables);
        return builder;
    }
}
