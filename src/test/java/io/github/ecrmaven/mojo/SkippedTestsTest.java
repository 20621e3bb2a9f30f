package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SkippedTestsTest {
    /** Failsafe ignores skipTests since 3.6.0. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # given           Failsafe    skips integration tests
                    skipTests,        ,           skipTests
                    skipTests,        2.22.2,     skipTests
                    skipTests,        3.5.4,      skipTests
                    skipTests,        3.6.0,
                    skipTests,        3.10.1,
                    skipTests,        4.0.0-M1,
                    skipTests,        RELEASE,    skipTests
                    skipITs,          3.6.0,      skipITs
                    maven.test.skip,  3.6.0,      maven.test.skip
                    """)
    void skipsWithFailsafe(String given, String failsafe, String property) {
        assertThat(SkippedTests.property(session(given, failsafe))).isEqualTo(Optional.ofNullable(property));
    }

    private static MavenSession session(String given, String failsafe) {
        var model = new Model();
        model.setBuild(new Build());
        if (failsafe != null) {
            var plugin = new Plugin();
            plugin.setArtifactId("maven-failsafe-plugin");
            plugin.setVersion(failsafe);
            model.getBuild().addPlugin(plugin);
        }
        var properties = new Properties();
        properties.setProperty(given, "true");
        MavenSession session = mock();
        when(session.getUserProperties()).thenReturn(properties);
        when(session.getSystemProperties()).thenReturn(new Properties());
        when(session.getCurrentProject()).thenReturn(new MavenProject(model));
        return session;
    }
}
