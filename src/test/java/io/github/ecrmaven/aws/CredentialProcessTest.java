package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Running a {@code credential_process}, and stopping one that does not end. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
@Timeout(60)
class CredentialProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String PRINTED =
            "{\"Version\": 1, \"AccessKeyId\": \"ASIAEXAMPLE\", \"SecretAccessKey\": \"wJalrXUtnFEMI\","
                    + " \"SessionToken\": \"IQoJb3JpZ2luX2Vj\", \"Expiration\": \"2099-01-01T00:00:00+0000\"}";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    @Test
    void readsTheCredentialsWithTheirExpiration() {
        assertThat(run("echo '" + PRINTED + "'", LONG)).isInstanceOfSatisfying(AwsSessionCredentials.class, session -> {
            assertThat(session.accessKeyId()).isEqualTo("ASIAEXAMPLE");
            assertThat(session.sessionToken()).isEqualTo("IQoJb3JpZ2luX2Vj");
            assertThat(session.expirationTime()).hasToString("Optional[2099-01-01T00:00:00Z]");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2099-01-31T12:00:00Z             | 2099-01-31T12:00:00Z
            2099-01-31T12:00:00.123456+02:00 | 2099-01-31T10:00:00.123456Z
            2099-01-31T12:00:00+0200         | 2099-01-31T10:00:00Z
            2099-01-31T12:00:00-0500         | 2099-01-31T17:00:00Z
            2099-01-31T12:00:00UTC           | 2099-01-31T12:00:00Z
            2099-01-31 12:00:00 UTC          | 2099-01-31T12:00:00Z
            2099-01-31 12:00:00+00:00        | 2099-01-31T12:00:00Z
            2099-01-31 12:00:00.5 -05        | 2099-01-31T17:00:00.500Z
            20990131T120000Z                 | 2099-01-31T12:00:00Z
            """)
    void readsTheFormsOfAnExpirationThatTheAwsCliReads(String expiration, Instant time) {
        String printed = PRINTED.replace("2099-01-01T00:00:00+0000", expiration);

        assertThat(run("echo '" + printed + "'", LONG).expirationTime()).contains(time);
    }

    /** The AWS CLI does not take it as the time of this machine's zone either. */
    @Test
    void anExpirationWithoutItsZoneIsAnError() {
        String printed = PRINTED.replace("+0000", "");

        assertThatThrownBy(() -> run("echo '" + printed + "'", LONG))
                .hasMessageStartingWith("credential_process of the test printed an Expiration that is not a time");
    }

    @Test
    void muchErrorOutputDoesNotBlockTheProcess() {
        Path script = script("yes chatter | head -c 300000 >&2; echo '" + PRINTED + "'");

        assertThat(run("sh " + script, LONG).accessKeyId()).isEqualTo("ASIAEXAMPLE");
    }

    /** As a process may start an agent for its next run. */
    @Test
    void doesNotWaitForAProcessLeftInTheBackground() throws Exception {
        Path id = settings.folder().resolve("id");
        Path script = script("sleep 300 & echo $! > " + id + "; echo '" + PRINTED + "'");

        assertThat(run("sh " + script, LONG).accessKeyId()).isEqualTo("ASIAEXAMPLE");

        ProcessHandle agent = process(id);
        assertThat(agent.isAlive()).isTrue();
        agent.destroyForcibly();
    }

    @Test
    void doesNotRunTheCommandInAShell() {
        assertThat(run("echo '" + PRINTED.replace("ASIAEXAMPLE", "$HOME;~") + "'", LONG)
                        .accessKeyId())
                .isEqualTo("$HOME;~");
    }

    /** The environment of a Maven daemon may be that of another build. */
    @Test
    void usesThePathAndTheEnvironmentOfTheBuild() {
        Path program = settings.file(
                "aws",
                "#!/bin/sh\necho '" + PRINTED.replace("ASIAEXAMPLE", "'$AWS_REGION:${JAVA_HOME-none}:${HOME-none}'")
                        + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var environment =
                Environments.of(Map.of("PATH", program.getParent().toString(), "AWS_REGION", "eu-west-1"), Map.of());

        assertThat(run("aws export-credentials", environment, LONG).accessKeyId())
                .isEqualTo("eu-west-1:none:none");
    }

    @Test
    void stopsAProcessThatDoesNotEndAndItsChildren() throws Exception {
        Path id = settings.folder().resolve("id");
        Path script = script("echo Enter the PIN: >&2; sleep 300 & echo $! > " + id + "; wait");

        assertThatThrownBy(() -> run("sh " + script, Duration.ofSeconds(1)))
                .isInstanceOf(NoCredentialsException.class)
                .hasMessage("credential_process of the test did not finish within 1 s and was stopped: Enter"
                        + " the PIN:. Run"
                        + " the command by hand to see what it waits for");

        process(id).onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void stopsAProcessThatPrintsWithoutEnd() {
        assertThatThrownBy(() -> run("sh " + script("yes >&2"), Duration.ofSeconds(1)))
                .hasMessageStartingWith(
                        "credential_process of the test did not finish within 1 s and was stopped: y y y ");
    }

    /** The program of a separate JVM: runs the process whose command is the argument. */
    public static void main(String[] arguments) {
        run(arguments[0], LONG);
    }

    @Test
    void aTerminatedBuildStopsTheProcess() throws Exception {
        Path id = settings.folder().resolve("id");
        Path script = script("sleep 300 & agent=$!; sleep 1; echo $agent > " + id + "; wait");
        Process build = Jvm.start(CredentialProcessTest.class, Map.of(), "sh " + script);
        await(id);

        build.destroy();

        process(id).onExit().get(10, TimeUnit.SECONDS);
        build.waitFor();
    }

    @Test
    void anInterruptedBuildStopsTheProcess() throws Exception {
        Path id = settings.folder().resolve("id");
        Path script = script("sleep 300 & echo $! > " + id + "; wait");
        var build = new FutureTask<>(() -> run("sh " + script, LONG));
        var thread = new Thread(build);
        thread.start();
        await(id);

        thread.interrupt();

        assertThatThrownBy(build::get)
                .hasMessageEndingWith("credential_process of the test was stopped with the build");
        process(id).onExit().get(10, TimeUnit.SECONDS);
    }

    private static void await(Path id) throws Exception {
        while (!Files.exists(id) || Files.size(id) == 0) {
            Thread.sleep(10);
        }
    }

    private static ProcessHandle process(Path id) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(id).strip())).orElseThrow();
    }

    private Path script(String text) {
        return settings.file("script.sh", text);
    }

    private static AwsCredentials run(String command, Duration timeout) {
        return run(command, Environments.ofJvm(), timeout);
    }

    private static AwsCredentials run(String command, Environment environment, Duration timeout) {
        return new CredentialProcess(new SettingValue(command, "credential_process of the test"), environment, timeout)
                .run();
    }
}
