package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which terminals progress is shown as a live table. Elsewhere, it is shown in plain lines. */
class DisplayFactoryTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # what                  Maven       interactive  threads  colour  CI    debug   table
            Maven 3 at a terminal,  3.9.16,     true,        1,       auto,   ,     false,  true
            the oldest Maven,       3.6.3,      true,        1,       auto,   ,     false,  true
            Maven 4,                4.0.0-rc-7, true,        1,       auto,   ,     false,  false
            an unknown Maven,       '',         true,        1,       auto,   ,     false,  false
            -B,                     3.9.16,     false,       1,       auto,   ,     false,  false
            -T 2,                   3.9.16,     true,        2,       auto,   ,     false,  false
            -Dstyle.color=never,    3.9.16,     true,        1,       never,  ,     false,  false
            CI,                     3.9.16,     true,        1,       auto,   true, false,  false
            -X,                     3.9.16,     true,        1,       auto,   ,     true,   false
            """)
    void draws(
            String what,
            String maven,
            boolean interactive,
            int threads,
            String colour,
            String ci,
            boolean debug,
            boolean table) {
        var request = new DefaultMavenExecutionRequest();
        request.setInteractiveMode(interactive);
        request.setDegreeOfConcurrency(threads);
        var system = new Properties();
        system.setProperty("os.name", "Linux");
        system.setProperty("maven.version", maven);
        if (ci != null) {
            system.setProperty("env.CI", ci);
        }
        var user = new Properties();
        user.setProperty("style.color", colour);
        request.setSystemProperties(system);
        request.setUserProperties(user);
        MavenSession session = mock();
        when(session.getRequest()).thenReturn(request);
        when(session.getSystemProperties()).thenReturn(system);
        when(session.getUserProperties()).thenReturn(user);
        var log = new SystemStreamLog() {
            @Override
            public boolean isDebugEnabled() {
                return debug;
            }
        };

        assertThat(DisplayFactory.mayDraw(new GoalContext(session, null, null, new GoalLog(log))))
                .isEqualTo(table);
    }
}
