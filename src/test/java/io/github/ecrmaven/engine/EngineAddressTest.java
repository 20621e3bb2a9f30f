package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings about registry credentials that are sent to the engine without encryption. */
class EngineAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "172.17.0.1", "192.0.2.1", "128.0.0.1", "[2001:db8::1]", "[fe80::1]"})
    void warnsAboutClearTextToAnotherMachine(String host) {
        assertThat(tcp(host, null).clearTextWarning())
                .contains("registry credentials are sent unencrypted to the container engine at"
                        + " tcp://" + host + ":2375 (DOCKER_HOST)"
                        + ". Use TLS (DOCKER_TLS_VERIFY=1"
                        + " or certPath), or ssh://USER@" + host.replaceAll("[\\[\\]]", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"})
    void doesNotWarnAboutThisMachine(String host) {
        assertThat(tcp(host, null).clearTextWarning()).isEmpty();
    }

    @Test
    void doesNotWarnAboutTls() {
        assertThat(tcp("10.0.0.5", new EngineTls(Path.of("/certs"), true)).clearTextWarning())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///var/run/docker.sock", "npipe:////./pipe/docker_engine", "ssh://me@10.0.0.5"})
    void doesNotWarnAboutOtherSchemesThanTcp(String uri) {
        assertThat(new EngineAddress(URI.create(uri), null, "DOCKER_HOST").clearTextWarning())
                .isEmpty();
    }

    private static EngineAddress tcp(String host, EngineTls tls) {
        return new EngineAddress(URI.create("tcp://" + host + ":2375"), tls, "DOCKER_HOST");
    }
}
