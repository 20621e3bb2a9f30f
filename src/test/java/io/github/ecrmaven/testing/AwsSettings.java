package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.SdkGlobalTime;

/**
 * The AWS settings during a test: no config files, no instance role and no settings of the developer. They are system
 * properties, which take precedence over environment variables. Surefire's configuration removes the developer's
 * environment variables.
 */
public final class AwsSettings implements BeforeEachCallback, AfterEachCallback {
    private Properties before;
    private Path folder;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = (Properties) System.getProperties().clone();
        folder = Files.createTempDirectory("aws-settings");
        set("aws.configFile", folder.resolve("config").toString());
        set("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
        set("aws.loginCacheDirectory", folder.resolve("login").toString());
        set("aws.disableEc2Metadata", "true");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        System.setProperties(before);
        // The SDK remembers the clock skew between this machine and AWS for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }
    }

    /** Returns the JVM's system properties for a build, without those that skip the tests of this project. */
    public Properties forBuild() {
        Properties properties = (Properties) System.getProperties().clone();
        List.of("maven.test.skip", "skipTests", "skipITs").forEach(properties::remove);
        return properties;
    }

    /** Sets a system property until the end of the test. */
    public void set(String property, String value) {
        System.setProperty(property, value);
    }

    /** Writes the AWS config file. */
    public void config(String text) {
        file("config", text);
    }

    /** Writes the AWS credentials file. */
    public void credentials(String text) {
        file("credentials", text);
    }

    /** Writes a file to the folder of the config files, and returns its path. */
    public Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folder of the config files. */
    public Path folder() {
        return folder;
    }
}
