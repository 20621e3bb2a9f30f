package io.github.ecrmaven.mojo;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;

/** Whether the integration tests of a module are skipped, as Surefire and Failsafe are told. */
final class SkippedTests {
    private static final List<String> PROPERTIES = List.of("maven.test.skip", "skipTests", "skipITs");

    private SkippedTests() {}

    /** Returns the property that skips them, given on the command line or in the POM; empty where none does. */
    static Optional<String> by(MavenSession session) {
        return PROPERTIES.stream()
                .filter(name -> Boolean.parseBoolean(value(session, name)))
                .findFirst();
    }

    private static String value(MavenSession session, String name) {
        return Stream.of(
                        session.getUserProperties(),
                        session.getCurrentProject().getProperties(),
                        session.getSystemProperties())
                .map((Properties properties) -> properties.getProperty(name))
                .filter(value -> value != null)
                .findFirst()
                .orElse("");
    }
}
