package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The location of the AWS config and credentials files: {@code ~/.aws}, or that of the user's settings.
 *
 * @param environment the environment of the build
 */
record ConfigFileLocation(Environment environment) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)\\})");

    /** The name of a file that does not exist. */
    private static final String NONE = "no-file-of-aws";

    /**
     * Runs code during which the SDK finds no config files: it reads them for each client, even if the client is given
     * other profiles, and fails for files that the AWS CLI accepts. System properties belong to the whole JVM, and so
     * does the lock: a copy of the plugin in another class loader would mistake these values for the user's.
     */
    static <T> T withoutFiles(Supplier<T> code) {
        synchronized (Runtime.getRuntime()) {
            String config = set(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), NONE);
            String credentials = set(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), NONE);
            try {
                return code.get();
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

    /** Returns both paths, for messages. */
    String both() {
        return config() + " and " + credentials();
    }

    /** Like the AWS CLI, expands {@code ~} and variables, as not all settings come from a shell. */
    private Path file(ProfileFileSystemSetting setting, String name) {
        return Setting.of(setting)
                .value(environment)
                .map(file -> VARIABLE.matcher(file).replaceAll(this::variable))
                .map(file -> file.startsWith("~/") || (environment.isWindows() && file.startsWith("~\\"))
                        ? environment.home().resolve(file.substring(2))
                        : Path.of(file))
                .orElseGet(() -> environment.home().resolve(".aws").resolve(name));
    }

    private String variable(MatchResult reference) {
        String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
        return Matcher.quoteReplacement(environment.variables().getOrDefault(name, reference.group()));
    }
}
