package io.github.ecrmaven.mojo;

import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/** Tells whether the integration tests of a module are skipped, by the properties of Surefire and Failsafe. */
final class SkippedTests {
    private static final String UNIT_TESTS = "skipTests";
    private static final List<String> PROPERTIES = List.of("maven.test.skip", UNIT_TESTS, "skipITs");

    private static final String FAILSAFE = "org.apache.maven.plugins:maven-failsafe-plugin";
    private static final ComparableVersion SINCE = new ComparableVersion("3.6.0");

    private SkippedTests() {}

    /** Returns the property that skips them, from the command line or the POM; empty for none. */
    static Optional<String> property(MavenSession session) {
        for (String name : PROPERTIES) {
            if (Boolean.parseBoolean(value(session, name))
                    && !(name.equals(UNIT_TESTS) && failsafeIgnoresSkipTests(session.getCurrentProject()))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether the module has a Failsafe since 3.6.0, for which skipTests means unit tests only.
     *
     * @see <a href="https://github.com/apache/maven-surefire/pull/3371">Decouple -DskipTests from Failsafe plugin</a>
     */
    private static boolean failsafeIgnoresSkipTests(MavenProject project) {
        Plugin failsafe = project.getPlugin(FAILSAFE);
        return failsafe != null
                && failsafe.getVersion() != null
                && new ComparableVersion(failsafe.getVersion()).compareTo(SINCE) >= 0;
    }

    private static String value(MavenSession session, String name) {
        String system = session.getSystemProperties().getProperty(name);
        String pom = session.getCurrentProject().getProperties().getProperty(name, system);
        return session.getUserProperties().getProperty(name, pom);
    }
}
