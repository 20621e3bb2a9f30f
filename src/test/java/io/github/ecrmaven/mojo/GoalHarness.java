package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The base of tests of goals that Maven configures: stand-ins for the engine and for AWS, and the log. */
abstract class GoalHarness {
    /** The access key ID that the stand-in for AWS accepts. */
    static final String KEY_ID = "AKIAEXAMPLE";

    static final String SECRET = SettingsServersTest.CLEAR;

    @RegisterExtension
    final AwsSettings awsSettings = new AwsSettings();

    final AwsStandIn aws = new AwsStandIn();
    final EngineStandIn engine = new EngineStandIn();
    final Settings settings = new Settings();
    final List<String> log = new CopyOnWriteArrayList<>();

    @Inject
    MavenSession session;

    @TempDir
    Path folder;

    /** The file for the report of {@code ecr:check}. */
    Path output;

    @BeforeEach
    void startStandIns() {
        aws.accept(KEY_ID, SECRET);
        when(session.getSettings()).thenReturn(settings);
        property("dockerHost", engine.uri().toString());
        property("endpoint", aws.endpoint().toString());
        property("region", "eu-west-1");
        output = folder.resolve("new/ecr.json");
        property("output", output.toString());
        property("lockFile", folder.resolve("ecr.lock").toString());
        awsSettings.set("aws.endpointUrl", aws.endpoint().toString());
        session.getSystemProperties().putAll(awsSettings.forBuild());
    }

    @AfterEach
    void stopStandIns() {
        engine.close();
        aws.close();
    }

    final void property(String parameter, String value) {
        session.getUserProperties().setProperty("ecr." + parameter, value);
    }

    static Server server(String id, String password) {
        var server = new Server();
        server.setId(id);
        server.setUsername(KEY_ID);
        server.setPassword(password);
        return server;
    }

    final void execute(AbstractMojo goal) throws MojoExecutionException, MojoFailureException {
        goal.setLog(new RecordedLog(log));
        goal.execute();
    }

    /** Asserts that the goal fails with this message, in the characters that the locale of the tests can show. */
    final void assertFails(AbstractMojo goal, String message) {
        assertThatThrownBy(() -> execute(goal))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(GoalText.of(message));
        assertThat(engine.requests()).isEmpty();
    }
}
