package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.testing.Environments;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ssh commands for an engine on another host. {@link SshIT} runs them with a real sshd. */
class SshConnectionTest {
    private static final URI DOCKER = URI.create("ssh://docker");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ssh://docker;            ssh -o ConnectTimeout=30 -T -- docker docker system dial-stdio",
                "ssh://docker/;           ssh -o ConnectTimeout=30 -T -- docker docker system dial-stdio",
                "ssh://me@docker;         ssh -o ConnectTimeout=30 -T -l me -- docker docker system dial-stdio",
                "ssh://me@docker:2222;    ssh -o ConnectTimeout=30 -T -l me -p 2222 -- docker docker system dial-stdio",
                "ssh://my_docker:2222;    ssh -o ConnectTimeout=30 -T -p 2222 -- my_docker docker system dial-stdio",
                "ssh://a%20b@my_docker;   ssh -o ConnectTimeout=30 -T -l a b -- my_docker docker system dial-stdio",
                "ssh://[::1]:2222;        ssh -o ConnectTimeout=30 -T -p 2222 -- ::1 docker system dial-stdio",
                "ssh://docker/run/1.sock; ssh -o ConnectTimeout=30 -T -- docker docker --host unix:///run/1.sock system dial-stdio",
                "ssh://docker/a%20b.sock; ssh -o ConnectTimeout=30 -T -- docker docker --host ''unix:///a b.sock'' system dial-stdio",
            })
    void runsTheUsersSsh(URI uri, String command) {
        assertThat(String.join(" ", SshConnection.command(uri))).isEqualTo(command.replace("''", "'"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theErrorOutputOfTheHostBecomesOneSafeLine(@TempDir Path folder) throws IOException {
        ssh(folder, "printf 'a\\033[2J\\r\\n::add-mask::b\\342\\200\\256c\\302\\233d' >&2; exit 1");

        try (var connection = SshConnection.open(DOCKER, environment(folder, Map.of()))) {
            assertThatThrownBy(() -> connection.getInputStream().read())
                    .hasMessage("ssh says: a [2J ::add-mask::b c d");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void usesTheSshAndTheEnvironmentOfTheBuild(@TempDir Path folder) throws IOException {
        ssh(folder, "echo \"$SSH_AUTH_SOCK $SSH_ASKPASS_REQUIRE ${JAVA_HOME-none} ${HOME-none}\"");
        var environment = environment(folder, Map.of("SSH_AUTH_SOCK", "/run/agent"));

        try (var connection = SshConnection.open(DOCKER, environment)) {
            assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("/run/agent force none none\n");
        }
    }

    private static void ssh(Path folder, String script) throws IOException {
        Path ssh = Files.writeString(folder.resolve("ssh"), "#!/bin/sh\n" + script + "\n");
        assertThat(ssh.toFile().setExecutable(true)).isTrue();
    }

    private static Environment environment(Path folder, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("PATH", folder.toString());
        return Environments.of(all, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://docker,                ssh docker docker version",
        "ssh://me@docker:2222,        ssh -l me -p 2222 docker docker version",
        "ssh://me@[::1]/run/1.sock,   ssh -l me ::1 docker --host unix:///run/1.sock version",
    })
    void namesACommandThatTheUserCanTry(URI uri, String command) {
        assertThat(SshConnection.testCommand(uri)).isEqualTo(command);
    }
}
