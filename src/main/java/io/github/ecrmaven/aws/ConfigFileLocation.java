package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * Where the AWS config and credentials files are: in {@code ~/.aws}, or where the user's settings say.
 *
 * @param environment of the build
 */
record ConfigFileLocation(Environment environment) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)\\})");

    /** A file that is nowhere. */
    private static final String NONE = "no-file-of-aws";

    /**
     * Takes a step during which the SDK finds no such files. It reads them whenever it makes a client, even one that is
     * given other profiles, and fails on what the AWS CLI takes. The lock is the JVM's, as the system properties are:
     * two plugin class loaders at the same time would else take each other's values for the user's.
     */
    static <T> T withoutFiles(Supplier<T> step) {
        synchronized (Runtime.getRuntime()) {
            String config = set(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), NONE);
            String credentials = set(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), NONE);
            try {
                return step.get();
            } finally {
                set(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), config);
                set(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), credentials);
            }
        }
    }

    private static String set(String property, String value) {
        return value == null ? System.clearProperty(property) : System.setProperty(property, value);
    }

    Path config() {
        return file(ProfileFileSystemSetting.AWS_CONFIG_FILE, "config");
    }

    Path credentials() {
        return file(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE, "credentials");
    }

    /** Names both, for messages. */
    String both() {
        return config() + " and " + credentials();
    }

    /** The AWS CLI puts in the home directory and variables itself, for settings that no shell has seen. */
    private Path file(ProfileFileSystemSetting setting, String name) {
        return Setting.of(setting)
                .value(environment)
                .map(file -> VARIABLE.matcher(file).replaceAll(this::variable))
                .map(file -> file.startsWith("~/") ? environment.home().resolve(file.substring(2)) : Path.of(file))
                .orElseGet(() -> environment.home().resolve(".aws").resolve(name));
    }

    private String variable(MatchResult reference) {
        String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
        return Matcher.quoteReplacement(environment.variables().getOrDefault(name, reference.group()));
    }
}
