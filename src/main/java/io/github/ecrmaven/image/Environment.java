package io.github.ecrmaven.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The environment of a build. The JVM's own may be another one: a daemon such as mvnd was started by another build,
 * with other variables and system properties.
 *
 * @param variables the environment variables
 * @param properties returns the value of a Java system property, or null
 */
public record Environment(Map<String, String> variables, UnaryOperator<String> properties) {
    /** Copies the variables; on Windows their names are not case-sensitive. */
    public Environment {
        Map<String, String> byName =
                isWindows(properties) ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        byName.putAll(variables);
        variables = Collections.unmodifiableMap(byName);
    }

    /** Returns a variable; empty if it is not set or blank: CI systems set missing variables to an empty text. */
    public Optional<String> variable(String name) {
        return unlessBlank(variables.get(name));
    }

    /** Returns a Java system property; empty if it is not set or blank. */
    public Optional<String> property(String name) {
        return unlessBlank(properties.apply(name));
    }

    private static Optional<String> unlessBlank(String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** Returns whether the build runs on Windows. */
    public boolean isWindows() {
        return isWindows(properties);
    }

    private static boolean isWindows(UnaryOperator<String> properties) {
        return properties.apply("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * Returns the home directory of the user, as command line tools find it: the variable {@code HOME}, on Windows
     * {@code USERPROFILE}; if it is not set, Java's {@code user.home}. In containers {@code HOME} is often another
     * directory than {@code user.home}, which Java takes from the user database.
     */
    public Path home() {
        Optional<String> home = variable(isWindows() ? "USERPROFILE" : "HOME");
        return Path.of(home.isPresent() ? home.get() : properties.apply("user.home"));
    }

    /**
     * Returns the path of a program in the build's {@code PATH}: Java itself searches the {@code PATH} of the JVM. On
     * Windows, and if the program is not found, returns its name.
     */
    String program(String name) {
        if (isWindows() || name.contains("/")) {
            return name;
        }
        return variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(":", -1)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(Path::toString)
                .orElse(name);
    }

    /** Prepares a process with the build's variables and no others; its program is that of the build's {@code PATH}. */
    public ProcessBuilder process(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(0, program(words.get(0)));
        var process = new ProcessBuilder(words);
        process.environment().clear();
        process.environment().putAll(variables);
        return process;
    }

    /** Returns no values, as some may be secrets. */
    @Override
    public String toString() {
        return "environment";
    }
}
