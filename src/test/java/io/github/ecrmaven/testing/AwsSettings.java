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
 * AWS's settings while a test runs: no config file, no instance role, nothing of the developer's own. They are system
 * properties, which beat environment variables; those of the developer are kept out by Surefire's configuration.
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
        // How far the clock of AWS was from this machine's, the SDK remembers for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }
    }

    /** Returns the system properties for a build: the JVM's, without those that skip tests of this project itself. */
    public Properties forBuild() {
        Properties properties = (Properties) System.getProperties().clone();
        List.of("maven.test.skip", "skipTests", "skipITs").forEach(properties::remove);
        return properties;
    }

    /** Sets a system property until the test is over. */
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

    /** Writes a file beside the config files, and returns where it is. */
    public Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folder that the files are in. */
    public Path folder() {
        return folder;
    }
}
