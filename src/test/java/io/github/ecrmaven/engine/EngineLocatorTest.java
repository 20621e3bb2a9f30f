package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.testing.Environments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The locator finds the same engine as the docker CLI; the tests write contexts in the files of the CLI. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths of sockets; the rest is the same on all systems")
class EngineLocatorTest {
    /** The directories of the contexts 'dev' and 'prod': the SHA-256 digests of their names. */
    private static final String DEV = "ef260e9aa3c673af240d17a2660480361a8e081d1ffeca2a5ed0e3219fc18567";

    private static final String PROD = "6754af9632a2745e85c293e5aac0863370d9bd3330b9938c00cadfd215227d77";

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Set<Path> sockets = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean windows;

    @BeforeEach
    void theDefaultSocketExists() {
        sockets.add(Path.of("/var/run/docker.sock"));
    }

    // Which setting is used

    @ParameterizedTest(name = "parameters {0} {1}, environment {2} {3}, config.json {4}: {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "tcp://a:1, -,       tcp://b:1, prod, dev,     tcp://a:1,                   dockerHost parameter",
                "-,         dev,     tcp://b:1, prod, prod,    tcp://dev:1,                 dockerContext"
                        + " parameter 'dev'",
                "-,         default, tcp://b:1, prod, dev,     tcp://b:1,                   DOCKER_HOST",
                "-,         default, -,         prod, dev,     unix:///var/run/docker.sock, 'dockerContext"
                        + " parameter ''default'', default socket'",
                "-,         -,       tcp://b:1, prod, dev,     tcp://b:1,                   DOCKER_HOST",
                "-,         -,       -,         prod, dev,     tcp://prod:1,                DOCKER_CONTEXT 'prod'",
                "-,         -,       -,         default, dev,  unix:///var/run/docker.sock, 'DOCKER_CONTEXT"
                        + " ''default'', default socket'",
                "-,         -,       -,         -,    dev,     tcp://dev:1,                 current context"
                        + " 'dev' of HOME/.docker/config.json",
                "-,         -,       -,         -,    default, unix:///var/run/docker.sock, 'DOCKER_HOST not"
                        + " set, default socket'",
                "-,         -,       -,         -,    -,       unix:///var/run/docker.sock, 'DOCKER_HOST not"
                        + " set, default socket'",
                "-,         -,       '',        '',   '',      unix:///var/run/docker.sock, 'DOCKER_HOST not"
                        + " set, default socket'",
            })
    void usesTheFirstSettingThatIsSet(
            String hostParameter,
            String contextParameter,
            String host,
            String context,
            String current,
            String uri,
            String chosenBy) {
        context("dev", "{\"Host\":\"tcp://dev:1\"}");
        context("prod", "{\"Host\":\"tcp://prod:1\"}");
        if (host != null) {
            environment.put("DOCKER_HOST", host);
        }
        if (context != null) {
            environment.put("DOCKER_CONTEXT", context);
        }
        if (current != null) {
            config("{\"auths\":{},\"currentContext\":\"" + current + "\"}");
        }

        EngineAddress address = locator().locate(hostParameter, contextParameter, null);

        assertThat(address.uri()).hasToString(uri);
        assertThat(address.chosenBy().replace(home.toString(), "HOME")).isEqualTo(chosenBy);
        assertThat(address.tls()).isNull();
    }

    @Test
    void refusesBothAHostAndAContext() {
        assertThatThrownBy(() -> locator().locate("tcp://a:1", "dev", null))
                .hasMessage("both dockerHost and dockerContext are set: keep one of them, wherever it is set (POM,"
                        + " settings.xml, -D), or give one by -D, which replaces the other of the POM or settings.xml");
    }

    @Test
    void saysWhichSettingTheAddressComesFrom() {
        environment.put("DOCKER_HOST", "tcp://a:1");

        assertThat(locate()).hasToString("tcp://a:1 (DOCKER_HOST)");
    }

    // Sockets

    @ParameterizedTest
    @CsvSource({
        "RUNTIME/docker.sock",
        "HOME/.docker/run/docker.sock",
        "HOME/.docker/desktop/docker.sock",
        "HOME/.colima/default/docker.sock",
        "HOME/.rd/docker.sock",
        "HOME/.orbstack/run/docker.sock",
        "RUNTIME/podman/podman.sock",
        "/run/podman/podman.sock",
    })
    void usesTheSocketOfARootlessOrDesktopEngineIfTheDefaultSocketIsAbsent(String name) {
        environment.put("XDG_RUNTIME_DIR", home.resolve("runtime").toString());
        Path socket = Path.of(
                name.replace("RUNTIME", home.resolve("runtime").toString()).replace("HOME", home.toString()));
        sockets.clear();
        sockets.add(socket);
        sockets.add(Path.of("/run/podman/podman.sock"));

        assertThat(locate()).hasToString("unix://" + socket + " (DOCKER_HOST not set, first socket found)");
    }

    @Test
    void prefersTheDefaultSocket() {
        sockets.add(home.resolve(".docker/run/docker.sock"));

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
    }

    @Test
    void namesAllPathsIfNoSocketExists() {
        environment.put("XDG_RUNTIME_DIR", "/run/user/1000");
        sockets.clear();

        assertThat(locate().toString().replace(home.toString(), "HOME"))
                .isEqualTo("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket, and none of"
                        + " /run/user/1000/docker.sock, HOME/.docker/run/docker.sock,"
                        + " HOME/.docker/desktop/docker.sock, HOME/.colima/default/docker.sock, HOME/.rd/docker.sock,"
                        + " HOME/.orbstack/run/docker.sock, /run/user/1000/podman/podman.sock,"
                        + " /run/podman/podman.sock)");
    }

    @Test
    void findsASocketInAHomeDirectoryWithASpaceInItsName() {
        Path socket = Path.of("/Users/Jane Doe/.docker/run/docker.sock");
        sockets.clear();
        sockets.add(socket);

        home = Path.of("/Users/Jane Doe");
        EngineAddress address = locator().locate(null, null, null);

        assertThat(address.uri().getPath()).isEqualTo(socket.toString());
    }

    @Test
    void usesTheDefaultPipeOnWindows() {
        windows = true;

        assertThat(locate()).hasToString("npipe:////./pipe/docker_engine (DOCKER_HOST not set, default pipe)");
    }

    // Addresses

    /** The results of docker CLI 28.2, except that the CLI rejects a bracketed IPv6 address without a port. */
    @ParameterizedTest
    @CsvSource({
        "unix:///run/user/1000/docker.sock, unix:///run/user/1000/docker.sock",
        "unix:///Users/Jane Doe/docker.sock, unix:///Users/Jane Doe/docker.sock",
        "unix:///odd%20name.sock,           unix:///odd%20name.sock",
        "unix:///Jürgen/10%/a?b#c.sock,     unix:///Jürgen/10%/a?b#c.sock",
        "unix://,                           unix:///var/run/docker.sock",
        "npipe:////./pipe/docker_engine,    npipe:////./pipe/docker_engine",
        "npipe:////./pipe/my engine,        npipe:////./pipe/my engine",
        "npipe://,                          npipe:////./pipe/docker_engine",
        "tcp://docker:1234,                 tcp://docker:1234",
        "tcp://docker,                      tcp://docker:2375",
        "tcp://docker:,                     tcp://docker:2375",
        "tcp://docker/,                     tcp://docker:2375/",
        "tcp://docker:1234/behind/a/proxy,  tcp://docker:1234/behind/a/proxy",
        "tcp://docker:1234?x=1#y,           tcp://docker:1234",
        "tcp://user:secret@docker:1234,     tcp://docker:1234",
        "tcp://[::1]:1234,                  tcp://[::1]:1234",
        "tcp://[::1],                       tcp://[::1]:2375",
        "tcp://::1,                         tcp://[::1]:2375",
        "tcp://[fe80::1%eth0]:1234,         tcp://[fe80::1%eth0]:1234",
        "tcp://docker_in_docker,            tcp://docker_in_docker:2375",
        "tcp://docker_in_docker:1234,       tcp://docker_in_docker:1234",
        "tcp://,                            tcp://localhost:2375",
        "tcp://:1234,                       tcp://localhost:1234",
        "' tcp://docker:1234 ',             tcp://docker:1234",
        "10.0.0.5:2375,                     tcp://10.0.0.5:2375",
        "10.0.0.5,                          tcp://10.0.0.5:2375",
        "docker,                            tcp://docker:2375",
        "docker:1234/behind/a/proxy,        tcp://docker:1234/behind/a/proxy",
        ":1234,                             tcp://localhost:1234",
        "::1,                               tcp://[::1]:2375",
        "[::1]:1234,                        tcp://[::1]:1234",
    })
    void readsAnAddress(String host, String address) {
        assertThat(locator().locate(host, null, null).text()).isEqualTo(address);
    }

    @Test
    void usesThePathOfASocketAsWritten() {
        assertThat(locator()
                        .locate("unix:///my%20dir/Jürgen 10%.sock", null, null)
                        .uri()
                        .getPath())
                .isEqualTo("/my%20dir/Jürgen 10%.sock");
    }

    @Test
    void aBlankHostIsNotSet() {
        environment.put("DOCKER_HOST", " ");

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
    }

    /** The docker CLI accepts some of these as hosts, such as "unix" and "/var/run/docker.sock". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "unix:",
                "unix:/var/run/docker.sock",
                "unix://var/run/docker.sock",
                "npipe:docker_engine",
                "npipe://docker_engine",
                "http://docker:2375",
                "https://docker:2376",
                "TCP://docker:2375",
                "fd://",
                "tcp:docker",
                "tcp://do cker:2375",
                "tcp://docker:2375/my path",
                "tcp://docker:99999",
                "tcp://[docker]:1",
                "ssh://",
                "docker:x",
                "1:2:3:4:5:6:7:8:9",
            })
    void refusesAnInvalidAddress(String host) {
        environment.put("DOCKER_HOST", host);

        assertThatThrownBy(this::locate)
                .isInstanceOfSatisfying(
                        ExplainedException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
                .hasMessage("'" + host + "' (DOCKER_HOST) is not the address of a container engine:"
                        + " write unix:///PATH, tcp://HOST:PORT, npipe:////./pipe/NAME or ssh://USER@HOST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://docker",
                "ssh://my_docker",
                "ssh://user@docker:2222",
                "ssh://user@docker/run/user/1000/docker.sock"
            })
    void usesAnSshAddressAsWritten(String host) {
        environment.put("DOCKER_HOST", host);

        assertThat(locate().uri()).isEqualTo(URI.create(host));
        assertThat(locate().environment().variables()).isEqualTo(environment);
    }

    /** As in CVE-2017-1000117: ssh reads a host that begins with a hyphen as an option. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://-oProxyCommand=touch%20x",
                "ssh://-oProxyCommand=touch/x",
                "ssh://me@-oProxyCommand=touch",
                "ssh://-oProxyCommand=touch@docker",
                "ssh://%2DoProxyCommand=touch@docker",
            })
    void refusesAnOptionForSshAsAHost(String host) {
        context("prod", "{\"Host\":\"" + host + "\"}");

        environment.put("DOCKER_HOST", host);
        assertThatThrownBy(this::locate).isInstanceOf(ExplainedException.class).hasMessageContaining("(DOCKER_HOST)");
        environment.put("DOCKER_HOST", "");
        environment.put("DOCKER_CONTEXT", "prod");
        assertThatThrownBy(this::locate)
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("DOCKER_CONTEXT 'prod'");
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:SECRET@host,       http://…@host",
        "user:SECRET@engine:70000,      …@engine:70000",
        "tcp://h:99999?token=SECRET,    tcp://h:99999",
    })
    void aPasswordInAnAddressIsNotShown(String address, String shown) {
        environment.put("DOCKER_HOST", address);

        assertThatThrownBy(() -> locator().locate(null, null, null))
                .hasMessageStartingWith("'" + shown + "' (DOCKER_HOST) is not the address of a container engine:");
    }

    @Test
    void refusesAPasswordForSshWithoutShowingIt() {
        environment.put("DOCKER_HOST", "ssh://user:secret@docker");

        assertThatThrownBy(this::locate)
                .hasMessage("the address of the engine at ssh://docker (DOCKER_HOST) contains a password, which"
                        + " ssh does not accept: remove it and use a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh://docker?x=1", "ssh://docker#x"})
    void refusesAnSshAddressWithAQueryOrFragment(String host) {
        environment.put("DOCKER_HOST", host);

        assertThatThrownBy(this::locate)
                .hasMessage("'" + host + "' (DOCKER_HOST) has more than the address of an engine over SSH:"
                        + " write ssh://USER@HOST:PORT");
    }

    // TLS

    @ParameterizedTest(name = "DOCKER_TLS_VERIFY={0} DOCKER_TLS={1} DOCKER_CERT_PATH={2} certPath={3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "1,   -, -,      -,      2376, HOME/.docker, true",
                "0,   -, -,      -,      2376, HOME/.docker, true",
                "yes, -, /certs, -,      2376, /certs,       true",
                "-,   1, /certs, -,      2376, /certs,       false",
                "1,   1, /certs, -,      2376, /certs,       true",
                "-,   -, -,      /mine,  2376, /mine,        true",
                "-,   1, /certs, /mine,  2376, /mine,        true",
            })
    void securesATcpConnection(
            String verify, String tls, String certPath, String parameter, int port, String folder, boolean verified) {
        setTls(verify, tls, certPath);

        EngineAddress address = locator().locate("tcp://docker", null, parameter == null ? null : Path.of(parameter));

        assertThat(address.uri()).hasToString("tcp://docker:" + port);
        assertThat(address.tls()).isEqualTo(new EngineTls(Path.of(folder.replace("HOME", home.toString())), verified));
    }

    @ParameterizedTest(name = "{0} DOCKER_TLS_VERIFY={1} DOCKER_TLS={2} DOCKER_CERT_PATH={3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "tcp://docker:2375,             -,  -,  -",
                "tcp://docker:2375,             '', '', -",
                "tcp://docker:2375,             -,  -,  /certs",
                "tcp://docker:2376,             -,  -,  -",
                "unix:///var/run/docker.sock,   1,  1,  /certs",
                "npipe:////./pipe/docker_engine, 1, 1,  /certs",
            })
    void leavesAConnectionPlain(String host, String verify, String tls, String certPath) {
        environment.put("DOCKER_HOST", host);
        setTls(verify, tls, certPath);

        assertThat(locate()).hasToString(host + " (DOCKER_HOST)");
        assertThat(locate().tls()).isNull();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            nullValues = "-",
            delimiter = ';',
            value = {
                "{\"Host\":\"tcp://docker\",\"SkipTLSVerify\":false}; cert.pem; tcp://docker:2376; true",
                "{\"Host\":\"tcp://docker\"};                         ca.pem;   tcp://docker:2376; true",
                "{\"Host\":\"tcp://docker:1\",\"SkipTLSVerify\":true}; ca.pem;  tcp://docker:1;    false",
                "{\"Host\":\"tcp://docker\",\"SkipTLSVerify\":true};  -;        tcp://docker:2376; false",
            })
    void securesTheConnectionOfAContextWithCertificates(String endpoint, String file, String uri, boolean verified)
            throws IOException {
        context("dev", endpoint);
        Path folder = home.resolve(".docker/contexts/tls/" + DEV + "/docker");
        if (file != null) {
            write(folder.resolve(file), "any");
        }

        EngineAddress address = locator().locate(null, "dev", null);

        assertThat(address.uri()).hasToString(uri);
        assertThat(address.tls()).isEqualTo(new EngineTls(folder, verified));
    }

    @Test
    void usesNoTlsForAContextWithoutCertificatesWhateverTheEnvironmentSays() {
        context("dev", "{\"Host\":\"tcp://docker\"}");
        setTls("1", "1", "/certs");

        EngineAddress address = locator().locate(null, "dev", null);

        assertThat(address).hasToString("tcp://docker:2375 (dockerContext parameter 'dev')");
        assertThat(address.tls()).isNull();
    }

    @Test
    void aHostDoesNotUseTheCertificatesOfTheCurrentContext() {
        context("dev", "{\"Host\":\"tcp://docker\",\"SkipTLSVerify\":true}");
        config("{\"currentContext\":\"dev\"}");
        environment.put("DOCKER_HOST", "tcp://docker");

        assertThat(locate()).hasToString("tcp://docker:2375 (DOCKER_HOST)");
        assertThat(locate().tls()).isNull();
    }

    // Files of the docker CLI

    @Test
    void readsTheFilesInTheFolderOfDockerConfig() {
        environment.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
        write(home.resolve("elsewhere/config.json"), "{\"currentContext\":\"dev\"}");
        write(
                home.resolve("elsewhere/contexts/meta/" + DEV + "/meta.json"),
                "{\"Name\":\"dev\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://docker:1\"}}}");

        assertThat(locate().uri()).hasToString("tcp://docker:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{}",
                "{\"currentContext\":null}",
                "{\"currentContext\":\"\"}",
                "{\"auths\":{\"registry\":{\"auth\":\"\"}}}",
                "{} trailing",
            })
    void aConfigurationWithoutAContextIsIgnoredWithoutAWarning(String json) {
        config(json);

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[];                                                    it is not JSON of docker's, line 1",
                "{\"currentContext\":;                                  it is not JSON of docker's, line 1",
                "{\"currentContext\":5};                                it is not JSON of docker's",
                "{\"currentContext\":true};                             it is not JSON of docker's",
                "{\"currentContext\":{\"Name\":\"dev\"}};               it is not JSON of docker's",
                "`{\n  \"auths\": {\"r\": {\"auth\": cGFzc3dvcmQ=}}}`;   it is not JSON of docker's, line 2",
            })
    void aBrokenConfigurationIsAWarningThatDoesNotQuoteIt(String json, String reason) {
        config(json);

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
        assertThat(warnings).containsExactly(unusableConfiguration(reason));
    }

    @Test
    void aConfigurationThatIsADirectoryIsAWarning() throws IOException {
        Files.createDirectories(home.resolve(".docker/config.json"));

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
        assertThat(warnings).containsExactly(unusableConfiguration("is a directory"));
    }

    @Test
    void aConfigurationWithoutReadPermissionIsAWarning() throws IOException {
        config("{\"currentContext\":\"dev\"}");
        Path file = home.resolve(".docker/config.json");
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "root may read all files");

        assertThat(locate()).hasToString("unix:///var/run/docker.sock (DOCKER_HOST not set, default socket)");
        assertThat(warnings).containsExactly(unusableConfiguration("permission denied"));
    }

    private String unusableConfiguration(String reason) {
        return "cannot use the docker CLI's " + home.resolve(".docker/config.json") + ": " + reason
                + ". Continuing without it and its current context, as the docker CLI does";
    }

    @Test
    void theConfigurationIsNotReadIfAHostIsSet() {
        config("broken");
        environment.put("DOCKER_HOST", "tcp://docker:1");

        assertThat(locate().uri()).hasToString("tcp://docker:1");
    }

    @Test
    void anAbsentContextIsAnError() {
        config("{\"currentContext\":\"dev\"}");

        assertThatThrownBy(this::locate)
                .hasMessage("no docker context 'dev' (current context 'dev' of " + home.resolve(".docker/config.json")
                        + "): " + home.resolve(".docker/contexts/meta/" + DEV + "/meta.json")
                        + " does not exist. 'docker context ls' lists the existing contexts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"Name\":;                                           it is not JSON of docker's, line 1",
                "[];                                                   it is not JSON of docker's, line 1",
                "{\"Endpoints\":5};                                    it is not JSON of docker's",
                "{\"Endpoints\":{\"docker\":[]}};                      it is not JSON of docker's",
                "{\"Endpoints\":{\"docker\":{\"Host\":5}}};            it is not JSON of docker's",
                "{\"Endpoints\":{\"docker\":{\"SkipTLSVerify\":\"1\"}}}; it is not JSON of docker's",
            })
    void aBrokenContextIsAnErrorEvenIfItIsTheCurrentOne(String json, String reason) {
        Path meta = home.resolve(".docker/contexts/meta/" + DEV + "/meta.json");
        write(meta, json);
        config("{\"currentContext\":\"dev\"}");

        assertThatThrownBy(() -> locator().locate(null, "dev", null))
                .hasMessage("cannot use docker context 'dev' (dockerContext parameter 'dev'): " + meta + ": " + reason);
        assertThatThrownBy(this::locate).hasMessageEndingWith(meta + ": " + reason);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aContextThatIsADirectoryIsAnError() throws IOException {
        Path meta = home.resolve(".docker/contexts/meta/" + DEV + "/meta.json");
        Files.createDirectories(meta);

        assertThatThrownBy(() -> locator().locate(null, "dev", null))
                .hasMessage("cannot use docker context 'dev' (dockerContext parameter 'dev'): " + meta
                        + ": is a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "{\"Endpoints\":{}}", "{\"Endpoints\":{\"kubernetes\":{\"Host\":\"https://k\"}}}"})
    void aContextWithoutADockerEndpointIsAnError(String json) {
        Path meta = home.resolve(".docker/contexts/meta/" + DEV + "/meta.json");
        write(meta, json);

        assertThatThrownBy(() -> locator().locate(null, "dev", null))
                .hasMessage("docker context 'dev' (dockerContext parameter 'dev') has no docker endpoint: " + meta
                        + " names none. 'docker context ls' lists the existing contexts, 'docker context"
                        + " create' creates one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Host\":\"\"}", "{\"Host\":null}"})
    void aContextWithoutAHostUsesTheDefaultSocket(String endpoint) {
        context("dev", endpoint);

        assertThat(locator().locate(null, "dev", null))
                .hasToString("unix:///var/run/docker.sock (dockerContext parameter 'dev', default socket)");
    }

    @Test
    void aContextWithAnInvalidAddressIsAnError() {
        context("dev", "{\"Host\":\"fd://\"}");

        assertThatThrownBy(() -> locator().locate(null, "dev", null))
                .hasMessage("'fd://' (dockerContext parameter 'dev') is not the address of a container engine:"
                        + " write unix:///PATH, tcp://HOST:PORT, npipe:////./pipe/NAME or ssh://USER@HOST");
    }

    private EngineLocator locator() {
        return new EngineLocator(
                Environments.of(
                        environment, Map.of("os.name", windows ? "Windows 11" : "Linux", "user.home", home.toString())),
                this::exists,
                warnings::add);
    }

    private EngineAddress locate() {
        return locator().locate(null, null, null);
    }

    private boolean exists(Path path) {
        return sockets.contains(path) || (path.startsWith(home) && Files.exists(path));
    }

    private void config(String json) {
        write(home.resolve(".docker/config.json"), json);
    }

    private void context(String name, String endpoint) {
        String folder = name.equals("dev") ? DEV : PROD;
        write(
                home.resolve(".docker/contexts/meta/" + folder + "/meta.json"),
                "{\"Name\":\"" + name + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":" + endpoint + "}}");
    }

    private void setTls(String verify, String tls, String certPath) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DOCKER_TLS_VERIFY", verify);
        variables.put("DOCKER_TLS", tls);
        variables.put("DOCKER_CERT_PATH", certPath);
        variables.values().removeIf(value -> value == null);
        environment.putAll(variables);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
