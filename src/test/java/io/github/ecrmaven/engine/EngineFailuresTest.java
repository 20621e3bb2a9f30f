package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.github.ecrmaven.testing.Environments;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that explain the JDK's exceptions when no engine responds. */
class EngineFailuresTest {
    private static final String START =
            "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to" + " where it listens";

    @ParameterizedTest
    @MethodSource
    void noEngineAtASocket(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("unix:///var/run/docker.sock"), null, "DOCKER_HOST not set");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at unix:///var/run/docker.sock (DOCKER_HOST not set): " + reason);
    }

    static Object[][] noEngineAtASocket() {
        return new Object[][] {
            {new SocketException("No such file or directory"), "No such file or directory. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
        };
    }

    @Test
    void aPodmanSocketOfAnotherUser() {
        assertThat(ForbiddenSocket.failure("unix:///run/user/1000/podman/podman.sock", "DOCKER_HOST"))
                .hasMessage("no container engine at unix:///run/user/1000/podman/podman.sock (DOCKER_HOST): permission"
                        + " denied. The socket belongs to another user: start your own with 'systemctl --user start"
                        + " podman.socket', and set dockerHost or DOCKER_HOST to"
                        + " unix:///run/user/UID/podman/podman.sock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/user/1001/docker.sock",
                "/home/other/.docker/run/docker.sock",
                "/Users/other/.docker/run/docker.sock",
                "/root/.docker/run/docker.sock"
            })
    void aDockerSocketOfAnotherUser(String path) {
        assertThat(ForbiddenSocket.failure("unix://" + path, "DOCKER_HOST"))
                .hasMessage("no container engine at unix://" + path + " (DOCKER_HOST): permission denied. The socket"
                        + " belongs to another user's engine: start your own (rootless Docker, or that of your"
                        + " desktop), and set dockerHost or DOCKER_HOST to its socket");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths of sockets")
    void namesAllSocketsThatWereTried() {
        var locator = new EngineLocator(
                Environments.of(Map.of("XDG_RUNTIME_DIR", "/run/user/1000", "HOME", "/home/me"), Map.of()),
                path -> false,
                warning -> {});
        var thrown = new IllegalStateException(new SocketException("No such file or directory"));

        assertThat(EngineFailures.noEngine(thrown, locator.locate(null, null, null)))
                .hasMessage("no container engine at unix:///var/run/docker.sock (DOCKER_HOST not set, default socket,"
                        + " and none of /run/user/1000/docker.sock, /home/me/.docker/run/docker.sock,"
                        + " /home/me/.docker/desktop/docker.sock, /home/me/.colima/default/docker.sock,"
                        + " /home/me/.rd/docker.sock, /home/me/.orbstack/run/docker.sock,"
                        + " /run/user/1000/podman/podman.sock, /run/podman/podman.sock): No such file or directory. "
                        + START);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conflict: container 1f uses it                     | Remove the container first ('docker rm'), or set force (-Decr.force)
            conflict (cannot be forced) - a container uses it  | Remove the container first ('docker rm')
            conflict - image has dependent child images        | Remove the images first that were built from it
            """)
    void namesTheRemedyForAnImageInUse(String words, String remedy) {
        assertThat(EngineFailures.inUse(new RefusedException(409, words), "app:1", List.of(), "Docker"))
                .hasMessage("cannot remove app:1: Docker says: " + words + ". " + remedy);
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPipe(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("npipe:////./pipe/docker_engine"), null, "DOCKER_HOST not set");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at npipe:////./pipe/docker_engine (DOCKER_HOST not set): " + reason);
    }

    static Object[][] noEngineAtAPipe() {
        String pipe = "\\\\.\\pipe\\docker_engine";
        return new Object[][] {
            {new NoSuchFileException(pipe), "no such pipe. " + START},
            {
                new AccessDeniedException(pipe),
                "permission denied. Allow this user to use it: make it a member of the group docker-users, then sign in"
                        + " again"
            },
        };
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPort(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("tcp://docker:2375"), null, "DOCKER_HOST");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at tcp://docker:2375 (DOCKER_HOST): " + reason);
    }

    static Object[][] noEngineAtAPort() {
        return new Object[][] {
            {new UnknownHostException("docker"), "no such host. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
            {new NoRouteToHostException("No route to host"), "No route to host. " + START},
            {new SocketTimeoutException("Connect timed out"), "Connect timed out. " + START},
            {
                new IOException("Invalid header"),
                "what listens there does not respond like a container engine (Invalid header). Set dockerHost or"
                        + " DOCKER_HOST to where the engine listens; if it requires TLS, set certPath or"
                        + " DOCKER_TLS_VERIFY too"
            },
        };
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPortWithTls(Exception thrown, String reason) {
        var tls = new EngineTls(Path.of("/certs"), true);
        var address = new EngineAddress(URI.create("tcp://docker:2376"), tls, "DOCKER_HOST");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at tcp://docker:2376 (DOCKER_HOST): " + reason);
    }

    static Object[][] noEngineAtAPortWithTls() {
        String check = "). Check that ca.pem, cert.pem and key.pem in /certs are for this engine; missing there:"
                + " ca.pem, cert.pem, key.pem";
        return new Object[][] {
            {new UnknownHostException("docker"), "no such host. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
            {new SocketTimeoutException("Connect timed out"), "Connect timed out. " + START},
            {new SSLHandshakeException("bad_certificate"), "no TLS connection (bad_certificate" + check},
            {new SocketException("Broken pipe"), "no TLS connection (Broken pipe" + check},
            {
                new RefusedException(403, "authorization denied by plugin opa"),
                "what listens there does not respond like a container engine (authorization denied by plugin opa). Set"
                        + " dockerHost or DOCKER_HOST to where the engine listens"
            },
            {
                new JsonParseException(null, "Unexpected character"),
                "what listens there does not respond like a container engine (it is not JSON). Set"
                        + " dockerHost or DOCKER_HOST to where the engine listens"
            },
        };
    }
}
