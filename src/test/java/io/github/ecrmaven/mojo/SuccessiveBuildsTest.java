package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Successive builds in one JVM that loads the classes of the plugin once, as in Maven Daemon and IDEs. */
@MojoTest
class SuccessiveBuildsTest {
    private static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.0";
    private static final String OPERATION = "GetAuthorizationToken";

    /** The settings of the JVM, which must not be used instead of those of the build. */
    @RegisterExtension
    final AwsSettings jvm = new AwsSettings();

    private final AwsStandIn firstAws = new AwsStandIn();
    private final AwsStandIn secondAws = new AwsStandIn();
    private final EngineStandIn firstEngine = new EngineStandIn();
    private final EngineStandIn secondEngine = new EngineStandIn();

    @Inject
    private MavenSession session;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        when(session.getSettings()).thenReturn(new Settings());
        for (EngineStandIn engine : new EngineStandIn[] {firstEngine, secondEngine}) {
            engine.pull("{\"status\":\"Status: Image is up to date\"}");
            engine.has(IMAGE, "linux", "amd64");
        }
        firstAws.accept("AKIAFIRST", "first/secret+1");
        secondAws.accept("AKIASECOND", "second/secret+1");
        secondAws.accept("AKIATHIRD", "third/secret+1");
        jvm.set("aws.accessKeyId", "AKIAOFTHEJVM");
        jvm.set("aws.secretAccessKey", "jvm/secret+1");
        jvm.set("aws.endpointUrl", "http://127.0.0.1:1");
        jvm.set("http.proxyHost", "127.0.0.1");
        jvm.set("http.proxyPort", "1");
    }

    @AfterEach
    void stop() {
        firstAws.close();
        secondAws.close();
        firstEngine.close();
        secondEngine.close();
    }

    @Test
    @MojoParameter(name = "images", value = IMAGE)
    @MojoParameter(name = "pullPolicy", value = "Always")
    @InjectMojo(goal = "pull")
    void eachBuildUsesItsOwnEnvironmentAndReadsTheFilesAgain(PullMojo pull) throws Exception {
        // With environment variables
        build(
                pull,
                Map.of(
                        "HOME", folder.resolve("first").toString(),
                        "DOCKER_HOST", firstEngine.uri().toString(),
                        "AWS_ENDPOINT_URL", firstAws.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", "AKIAFIRST",
                        "AWS_SECRET_ACCESS_KEY", "first/secret+1"));

        assertThat(firstAws.calls(OPERATION))
                .extracting(AwsStandIn.Call::accessKeyId)
                .containsExactly("AKIAFIRST");
        assertThat(firstEngine.registryAuth()).isNotNull();
        assertThat(secondEngine.requests()).isEmpty();

        // With the files of another home directory
        var home = new AwsHome(folder.resolve("second"));
        Map<String, String> second = Map.of("HOME", folder.resolve("second").toString(), "AWS_PROFILE", "dev");
        home.file(".docker/config.json", "{\"currentContext\": \"dev\"}");
        home.file(
                ".docker/contexts/meta/ef260e9aa3c673af240d17a2660480361a8e081d1ffeca2a5ed0e3219fc18567/meta.json",
                "{\"Name\": \"dev\", \"Endpoints\": {\"docker\": {\"Host\": \"" + secondEngine.uri() + "\"}}}");
        home.config(profile("AKIASECOND", "second/secret+1"));
        build(pull, second);

        assertThat(secondAws.calls(OPERATION))
                .extracting(AwsStandIn.Call::accessKeyId)
                .containsExactly("AKIASECOND");
        assertThat(secondEngine.registryAuth()).isNotNull();

        // With changed contents of the same files
        home.config(profile("AKIATHIRD", "third/secret+1"));
        build(pull, second);

        assertThat(secondAws.calls(OPERATION))
                .extracting(AwsStandIn.Call::accessKeyId)
                .containsExactly("AKIASECOND", "AKIATHIRD");
        assertThat(firstAws.calls(OPERATION)).hasSize(1);
    }

    @Test
    @MojoParameter(name = "images", value = IMAGE)
    @MojoParameter(name = "pullPolicy", value = "Always")
    @InjectMojo(goal = "pull")
    void aBuildLeavesNothingInTheJvm(PullMojo pull) throws Exception {
        // The role is assumed with the SDK's client.
        var home = new AwsHome(folder);
        home.config(profile("AKIASECOND", "second/secret+1") + """
                [profile role]
                role_arn = arn:aws:iam::123456789012:role/pull
                source_profile = dev
                """);
        Properties properties = (Properties) System.getProperties().clone();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();

        build(
                pull,
                Map.of(
                        "HOME", folder.toString(),
                        "DOCKER_HOST", secondEngine.uri().toString(),
                        "AWS_ENDPOINT_URL", secondAws.endpoint().toString(),
                        "AWS_PROFILE", "role"));

        assertThat(secondAws.calls("AssumeRole")).hasSize(1);
        assertThat(System.getProperties()).isEqualTo(properties);
        eventually(() -> assertThat(newThreads(threads)).isEmpty());
        eventually(() -> assertThat(secondAws.openConnections()).isZero());
    }

    private String profile(String accessKeyId, String secretAccessKey) {
        return """
                [profile dev]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                endpoint_url = %s
                """.formatted(accessKeyId, secretAccessKey, secondAws.endpoint());
    }

    /** Runs the goal in a build with these environment variables. */
    private void build(PullMojo pull, Map<String, String> variables) throws Exception {
        Properties system = session.getSystemProperties();
        system.clear();
        system.put("os.name", "Linux");
        system.put("user.home", "/nowhere");
        system.put("aws.disableEc2Metadata", "true");
        variables.forEach((name, value) -> system.put("env." + name, value));
        session.getRequest().getData().clear();
        pull.setLog(new RecordedLog(new ArrayList<>()));
        pull.execute();
    }

    /**
     * Returns the threads that were started since, except those of the stand-ins and the keep-alive timers of the JDK.
     */
    private static Set<Thread> newThreads(Set<Thread> before) {
        Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
        now.removeAll(before);
        now.removeIf(thread ->
                thread.getName().contains("stand-in") || thread.getName().startsWith("Keep-Alive-"));
        return now;
    }

    /** Waits for a check to succeed, because connections and threads take some time to end. */
    private static void eventually(Runnable check) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
            Thread.sleep(50);
        }
    }
}
