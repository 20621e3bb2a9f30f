package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is run for an engine on another host; SshIT runs it. */
class SshConnectionTest {
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
    void theWordsOfTheHostAreOneHarmlessLine(@TempDir Path folder) throws IOException {
        Path ssh = Files.writeString(
                folder.resolve("ssh"),
                "#!/bin/sh\nprintf 'a\\033[2J\\r\\n::add-mask::b\\342\\200\\256c\\302\\233d' >&2; exit 1\n");
        assertThat(ssh.toFile().setExecutable(true)).isTrue();

        try (var connection = SshConnection.open(List.of(ssh.toString()))) {
            assertThatThrownBy(() -> connection.getInputStream().read())
                    .hasMessage("ssh says: a [2J ::add-mask::b c d");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://docker,                ssh docker docker version",
        "ssh://me@docker:2222,        ssh -l me -p 2222 docker docker version",
        "ssh://me@[::1]/run/1.sock,   ssh -l me ::1 docker --host unix:///run/1.sock version",
    })
    void namesWhatAUserMayTry(URI uri, String command) {
        assertThat(SshConnection.trial(uri)).isEqualTo(command);
    }
}
