package io.github.ecrmaven.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The environment of a build. It is passed to whoever needs it, because the JVM that runs the build may not have it: a
 * daemon was started by another build, with other variables and system properties.
 *
 * @param variables the environment variables
 * @param properties returns the value of a Java system property, or null
 */
public record Environment(Map<String, String> variables, UnaryOperator<String> properties) {
    /** An environment; on Windows the names of variables have no case. */
    public Environment {
        Map<String, String> byName =
                isWindows(properties) ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        byName.putAll(variables);
        variables = Collections.unmodifiableMap(byName);
    }

    /** Returns a variable; what is set to nothing is not set, as CI systems do so with a variable that is missing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns a Java system property; what is set to nothing is not set. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    }

    /** Returns whether the build runs on Windows. */
    public boolean isWindows() {
        return isWindows(properties);
    }

    private static boolean isWindows(UnaryOperator<String> properties) {
        return properties.apply("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * Returns the home directory of the user, as command line tools find it: {@code HOME}, which a container's build
     * may set to another place than the user database names; on Windows, where only some shells set that,
     * {@code USERPROFILE}. Java's {@code user.home} counts where the variable is not set or blank.
     */
    public Path home() {
        return Path.of(variable(isWindows() ? "USERPROFILE" : "HOME").orElseGet(() -> properties.apply("user.home")));
    }

    /**
     * Returns where the {@code PATH} of the build has a program, for Java looks for it where the JVM's leads. On
     * Windows, and where the program is not found, it is returned as it is.
     */
    public String program(String name) {
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

    /** Returns nothing of the values, among which there may be secrets. */
    @Override
    public String toString() {
        return "environment";
    }
}
