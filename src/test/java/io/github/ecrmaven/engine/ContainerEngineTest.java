package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the client handles the responses of container engines. */
class ContainerEngineTest {
    private static final String REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app";
    private static final ImageReference APP = ImageReference.parse(REPOSITORY + ":1");
    private static final String INSPECT = "GET /images/" + APP + "/json";
    private static final String DELETE = "DELETE /images/" + APP;
    private static final String HEX = "64651c76628ca10fc952bcd23ee831347604b1acd7a7359436a4c61838c4f3cb";
    private static final String IMAGE = "{\"Id\":\"sha256:" + HEX
            + "\",\"Os\":\"linux\",\"Architecture\":\"amd64\",\"RepoDigests\":[\"" + REPOSITORY + "@sha256:10ec\"]}";
    private static final RegistryCredentials CREDENTIALS = new RegistryCredentials("AWS", new Secret("token"));

    private static final String PODMAN =
            "{\"Version\":\"VERSION\",\"ApiVersion\":\"API\",\"Components\":[{\"Name\":\"Podman Engine\"}]}";

    private static final String FROM = "{\"status\":\"Pulling from team/app\",\"id\":\"6\"}";
    private static final String DOWNLOADED = "{\"status\":\"Download complete\",\"id\":\"7a0a992eddc7\"}";
    private static final String COMPLETE = "{\"status\":\"Pull complete\",\"id\":\"7a0a992eddc7\"}";
    private static final String STATUS = "{\"status\":\"Status: Downloaded newer image for " + APP + "\"}";
    private static final String NOT_COMPLETE = "ENGINE ended its response without reporting that the image is complete."
            + " Pull again; if that does not help, check the engine's log";
    private static final String NOT_TAKEN = ". The registry rejected the token. If it is the password of a"
            + " settings.xml server, it may have expired; otherwise the principal needs ecr:BatchGetImage and"
            + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account"
            + " must allow it in its policy";

    private final EngineStandIn standIn = new EngineStandIn();
    private ContainerEngine engine;

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        standIn.close();
    }

    // Versions

    @ParameterizedTest(name = "newest {0}, oldest {1}: {2}")
    @CsvSource({
        "1.41, 1.12, v1.41",
        "1.44, 1.24, v1.44",
        "1.51, 1.24, v1.44",
        "1.52, 1.40, v1.44",
        "1.52, 1.44, v1.44",
        "1.60, 1.50, v1.50",
        "1.41, '',   v1.41",
    })
    void usesAnApiVersionThatTheEngineSupports(String newest, String oldest, String spoken) {
        standIn.version("1.2.3", newest, oldest);
        standIn.answer(INSPECT, 200, IMAGE);
        standIn.answer(DELETE, 200, "[]");
        standIn.pull(STATUS);

        engine().pull(APP, null, CREDENTIALS, line -> {});
        engine.images().remove(APP, false, false);

        assertThat(standIn.requests().stream().map(request -> request.replaceFirst("\\?.*", "")))
                .containsExactly(
                        "GET /version",
                        "POST /" + spoken + "/images/create",
                        "GET /" + spoken + "/images/" + APP + "/json",
                        "DELETE /" + spoken + "/images/" + APP);
    }

    @Test
    void keepsThePathOfAProxyInFrontOfTheEngine() {
        standIn.answer("GET /behind/a/proxy/version", 200, "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.44\"}");
        engine = connect(URI.create(standIn.uri() + "/behind/a/proxy/"));

        engine.find(APP, null);

        assertThat(standIn.requests())
                .containsExactly("GET /behind/a/proxy/version", "GET /behind/a/proxy/v1.44/images/" + APP + "/json");
    }

    @Test
    void aClientOfTheSameBuildDoesNotAskForTheVersionAgain() {
        standIn.answer("GET /version", 200, PODMAN.replace("VERSION", "5.8.6").replace("API", "1.43"));
        var address = new EngineAddress(standIn.uri(), null, "the test");
        var known = new AtomicReference<List<String>>();
        engine = connect(address, new AtomicLong(), known);

        try (var other = connect(address, new AtomicLong(), known)) {
            assertThat(other.description()).isEqualTo(engine.description());
            other.find(APP, null);
        }

        assertThat(standIn.requests()).containsExactly("GET /version", "GET /v1.43/images/" + APP + "/json");
    }

    @Test
    void anEngineThatDidNotRespondIsAskedAgain() {
        standIn.answer("GET /version", 500, "");
        var address = new EngineAddress(standIn.uri(), null, "the test");
        var known = new AtomicReference<List<String>>();
        assertThatThrownBy(() -> connect(address, new AtomicLong(), known)).isInstanceOf(ExplainedException.class);
        standIn.version("28.5.2", "1.48", "1.24");

        engine = connect(address, new AtomicLong(), known);

        assertThat(engine).hasToString("Docker 28.5.2 at " + standIn.uri());
    }

    @ParameterizedTest
    @CsvSource({"19.03.15, 1.40", "18.09.9, 1.39", "1.12.6, 1.24", "0.9.1, 1.10"})
    void refusesADockerThatIsTooOld(String version, String newest) {
        standIn.version(version, newest, "1.1");

        assertThatThrownBy(this::engine)
                .isInstanceOf(ExplainedException.class)
                .hasMessage("Docker " + version + " at " + standIn.uri() + " is too old: its API is " + newest
                        + ", this plugin needs 1.41 (Docker 20.10) or newer. Update Docker");
    }

    @Test
    void acceptsPodmanWhateverItsApiVersion() {
        standIn.answer("GET /version", 200, PODMAN.replace("VERSION", "3.4.4").replace("API", "1.40"));

        assertThat(engine()).hasToString("Podman 3.4.4 at " + standIn.uri());
    }

    @Test
    void namesTheEngine() {
        assertThat(engine()).hasToString("Docker 28.5.2 at " + standIn.uri());
    }

    @Test
    void distinguishesPodmanFromDocker() {
        standIn.answer("GET /version", 200, PODMAN.replace("VERSION", "5.8.6").replace("API", "1.44"));

        assertThat(engine()).hasToString("Podman 5.8.6 at " + standIn.uri());
    }

    // Description

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "200; {'Driver':'overlay2','DriverStatus':[['Backing Filesystem','extfs']]};               overlay2",
                "200; {'Driver':'overlayfs','DriverStatus':[['driver-type','io.containerd.snapshotter.v1']]};"
                        + " overlayfs (containerd)",
                "200; {'Driver':'windowsfilter'};                                                         "
                        + " windowsfilter",
                "200; {'DriverStatus':[['driver-type','io.containerd.snapshotter.v1']]};                   -",
                "200; {'Driver':null};                                                                     -",
                "200; <html>;                                                                              -",
                "403; {'message':'forbidden by the proxy'};                                                -",
                "404; '';                                                                                  -",
            })
    void describesAnEngineThatDoesNotReportItsStore(int status, String info, String store) {
        standIn.answer(
                "GET /version",
                200,
                "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\",\"MinAPIVersion\":\"1.24\",\"Os\":\"linux\","
                        + "\"Arch\":\"arm64\"}");
        standIn.answer("GET /info", status, info.replace('\'', '"'));

        assertThat(engine().descriptionWithStore())
                .isEqualTo(new EngineDescription(
                        "Docker",
                        "28.5.2",
                        standIn.uri().toString(),
                        "the test",
                        "1.44",
                        "1.51",
                        "1.24",
                        "linux",
                        "arm64",
                        store));
        assertThat(standIn.requests()).last().isEqualTo("GET /v1.44/info");
    }

    @ParameterizedTest
    @CsvSource({"'\"MinAPIVersion\":\"\",'", "''"})
    void describesAPodmanThatDoesNotReportItsOldestApiVersion(String oldest) {
        standIn.answer(
                "GET /version",
                200,
                "{" + oldest + "\"Version\":\"4.3.1\",\"ApiVersion\":\"1.41\",\"Os\":\"linux\",\"Arch\":\"amd64\","
                        + "\"Components\":[{\"Name\":\"Podman Engine\"}]}");
        standIn.answer("GET /info", 200, "{\"Driver\":\"overlay\"}");

        assertThat(engine().descriptionWithStore())
                .isEqualTo(new EngineDescription(
                        "Podman",
                        "4.3.1",
                        standIn.uri().toString(),
                        "the test",
                        "1.41",
                        "1.41",
                        null,
                        "linux",
                        "amd64",
                        "overlay"));
    }

    // No engine

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; {};                                          it has no API version",
                "200; <html>It works!</html>;                      it is not JSON",
                "200; '';                                          it is not JSON",
                "400; Client sent an HTTP request to an HTTPS server.; Client sent an HTTP request to an HTTPS server",
                "404; <h1>Not Found</h1>;                          <h1>Not Found</h1>",
                "503; '';                                          HTTP status 503",
            })
    void anotherServerIsNotAnEngine(int status, String answer, String words) {
        standIn.answer("GET /version", status, answer);

        assertThatThrownBy(this::engine).hasMessage(noEngine(words));
    }

    @Test
    void aServerOfAnotherProtocolIsNotAnEngine() throws IOException {
        try (ServerSocket ssh = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            greetLikeSsh(ssh);
            URI uri = URI.create("tcp://127.0.0.1:" + ssh.getLocalPort());

            assertThatThrownBy(() -> connect(uri))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessageStartingWith("no container engine at " + uri
                            + " (the test): what listens there does not respond like a container engine (");
        }
    }

    private static void greetLikeSsh(ServerSocket server) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    connection.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.shutdownOutput();
                    connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The server or the client has closed the connection.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths in addresses of sockets")
    void explainsAnAbsentSocket(@TempDir Path folder) {
        URI uri = URI.create("unix://" + folder.resolve("docker.sock"));

        assertThatThrownBy(() -> connect(uri))
                .hasMessage("no container engine at " + uri + " (the test): No such file or directory. Is Docker or"
                        + " Podman running? Start it, or set dockerHost or DOCKER_HOST to where it listens");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths in addresses of sockets")
    void explainsASocketThatNothingListensOn(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(socket));
        }

        assertThatThrownBy(() -> connect(URI.create("unix://" + socket)))
                .hasMessage("no container engine at unix://" + socket + " (the test): nothing listens there"
                        + " (Connection refused). Is Docker or Podman running? Start it, or set dockerHost or"
                        + " DOCKER_HOST to where it listens");
    }

    @Test
    void explainsAPortThatNothingListensOn() {
        standIn.close();

        assertThatThrownBy(this::engine)
                .hasMessageStartingWith("no container engine at " + standIn.uri() + " (the test): nothing listens there"
                        + " (Connection refused")
                .hasMessageEndingWith("). Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to"
                        + " where it listens");
    }

    @Test
    void explainsAnUnknownHost() {
        assertThatThrownBy(() -> connect(URI.create("tcp://docker.invalid:2375")))
                .hasMessage("no container engine at tcp://docker.invalid:2375 (the test): no such host. Is Docker or"
                        + " Podman running? Start it, or set dockerHost or DOCKER_HOST to where it listens");
    }

    @ParameterizedTest
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths in addresses of sockets")
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"})
    void aSilentEngineTimesOutAndTheConnectionIsClosed(String words, @TempDir Path folder) throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            var connection = new FutureTask<>(() -> respondAndReadAll(silent, words));
            new Thread(connection).start();
            var address = new EngineAddress(URI.create("unix://" + socket), null, "the test");

            assertThatThrownBy(() -> ContainerEngine.connect(
                            address,
                            ContainerEngine.STALL_TIMEOUT,
                            Duration.ofSeconds(1),
                            new ActivityClock(),
                            new AtomicReference<>(),
                            warning -> {}))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessage("no container engine at unix://" + socket + " (the test): it accepts connections, but"
                            + " did not answer within 1 s. Restart it, or set dockerHost or DOCKER_HOST to"
                            + " another engine");

            assertThat(connection.get(10, TimeUnit.SECONDS)).startsWith("GET /version HTTP/1.1\r\n");
            assertNoThreads("container-engine-watch");
        }
    }

    /** Sends this response to the first client, and returns all that it sends until it closes the connection. */
    private static String respondAndReadAll(ServerSocketChannel server, String words) throws IOException {
        try (SocketChannel connection = server.accept()) {
            connection.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(connection).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no paths in addresses of sockets")
    void anInterruptWhileConnectingIsReportedAndKept(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            var connection = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> connect(URI.create("unix://" + socket)))
                        .hasMessage("interrupted while connecting to the container engine at unix://" + socket
                                + " (the test)");
                return Thread.currentThread().isInterrupted();
            });

            new Thread(connection).start();

            assertThat(connection.get()).isTrue();
            assertNoThreads("container-engine-watch");
        }
    }

    // Pull

    @Test
    void aPullEndsWithAStatusAndTheImage() {
        standIn.pull(FROM, DOWNLOADED, COMPLETE, "{\"status\":\"Digest: sha256:10ec\"}", STATUS);
        standIn.answer(INSPECT, 200, IMAGE);

        LocalImage image = engine().pull(APP, null, CREDENTIALS, line -> {});

        assertThat(image)
                .isEqualTo(new LocalImage(
                        "sha256:" + HEX, "linux", "amd64", "", 0, List.of(), List.of(REPOSITORY + "@sha256:10ec")));
        assertThat(standIn.requests())
                .contains("POST /v1.44/images/create?fromImage=" + REPOSITORY.replace("/", "%2F") + "%3A1");
    }

    /** After a pull for a second platform, Docker's overlay2 store has moved the tag, but not the digest. */
    @Test
    void theDigestOfThePullIsUsedIfTheEngineDoesNotKeepIt() {
        standIn.pull(FROM, DOWNLOADED, COMPLETE, "{\"status\":\"Digest: sha256:10ec\"}", STATUS);
        standIn.answer(INSPECT, 200, IMAGE.replaceFirst("\"RepoDigests\":.*]", "\"RepoDigests\":[],\"Size\":12"));

        LocalImage image = engine().pull(APP, null, CREDENTIALS, line -> {});

        assertThat(image.digestIn(REPOSITORY)).contains("sha256:10ec");
        assertThat(image.size()).isEqualTo(12);
        assertThat(engine.find(APP, null).orElseThrow().digestIn(REPOSITORY)).isEmpty();
    }

    @Test
    void acceptsAPullOfPodmanWithoutAFinalStatus() {
        standIn.pull(DOWNLOADED, "{\"status\":\"Download complete\",\"progressDetail\":{},\"id\":\"64651c76628c\"}");
        standIn.answer(INSPECT, 200, IMAGE.replace("sha256:" + HEX, HEX));

        LocalImage image = engine().pull(APP, null, CREDENTIALS, line -> {});

        assertThat(image.id()).isEqualTo(HEX);
    }

    @Test
    void ignoresUnknownFrames() {
        standIn.pull("{}", "{\"new\":{\"id\":[1]}}", "{\"status\":\"Signed\",\"id\":\"x\",\"time\":1}", STATUS);
        standIn.answer(INSPECT, 200, IMAGE);

        assertThat(engine().pull(APP, null, CREDENTIALS, line -> {}).id()).isEqualTo("sha256:" + HEX);
    }

    @Test
    void anImageOfAnotherPlatformIsAnErrorButTheWarningIsNot() {
        standIn.pull(STATUS, "{\"status\":\"WARNING: image with reference " + APP + " was found but does not match\"}");
        standIn.answer(INSPECT, 200, IMAGE);
        ContainerEngine engine = engine();

        assertThat(engine.pull(APP, Platform.parse("linux/amd64"), CREDENTIALS, line -> {}))
                .isNotNull();
        assertThatThrownBy(() -> engine.pull(APP, Platform.parse("linux/arm64"), CREDENTIALS, line -> {}))
                .hasFieldOrPropertyWithValue("kind", Kind.NO_PLATFORM)
                .hasMessage(
                        "the pulled image " + APP + " is not for linux/arm64: " + engine + " has it for linux/amd64."
                                + " The image is not made for this platform: set <platform> to one that it is"
                                + " made for");
        assertThat(standIn.requests())
                .anyMatch(request -> request.endsWith("&platform=linux%2Famd64"))
                .anyMatch(request -> request.endsWith("&platform=linux%2Farm64"));
        // This engine's API cannot inspect by platform, so there is only one inspection per pull.
        assertThat(standIn.requests())
                .filteredOn(request -> request.endsWith("/json"))
                .hasSize(2);
    }

    /**
     * Streams that docker-java's own callback treats as a success, or reports with another exception. The engine has an
     * older image with the tag.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'errorDetail':{'message':'boom'},'error':'boom'};                 ENGINE says: boom",
                "{'errorDetail':{'message':'boom.\\n'}};                            ENGINE says: boom",
                "{'error':'boom'};                                                  ENGINE says: boom",
                "{'errorDetail':{'code':500,'message':'boom'},'error':'other'};     ENGINE says: boom",
                "{'errorDetail':{}};                                                ENGINE says: an error"
                        + " without a message",
                "FROM {'errorDetail':{'message':'boom'}};                           ENGINE says: boom",
                "{'errorDetail':{'message':'boom'}} {'error':'later'} STATUS;       ENGINE says: boom",
                "FROM {'errorDetail':{'message':'denied: expired'}};                ENGINE says: denied:"
                        + " expiredNOT_TAKEN",
                "``;                                                                NOT_COMPLETE",
                "FROM;                                                              NOT_COMPLETE",
                "FROM DOWNLOADED;                                                   NOT_COMPLETE",
                "FROM COMPLETE;                                                     NOT_COMPLETE",
                "{};                                                                NOT_COMPLETE",
                "FROM {'status':'Pu;                                                no complete response from"
                        + " ENGINE: it is not JSON",
                "<html>;                                                            no complete response from"
                        + " ENGINE: it is not JSON",
                "FROM [] STATUS;                                                    no complete response from"
                        + " ENGINE: it is not JSON",
                "FROM {'status':{}} STATUS;                                         no complete response from"
                        + " ENGINE: it is not JSON",
                "FROM {'progressDetail':[]} STATUS;                                 no complete response from"
                        + " ENGINE: it is not JSON",
                "FROM {'progressDetail':{'total':'much'}} STATUS;                   no complete response from"
                        + " ENGINE: it is not JSON",
            })
    void aStreamWithoutAProperEndIsAFailure(String stream, String reason) {
        standIn.pull(frames(stream));
        standIn.answer(INSPECT, 200, IMAGE);

        assertPullFails(reason);
    }

    private static String frames(String stream) {
        return stream.replace('\'', '"')
                .replace("FROM", FROM)
                .replace("DOWNLOADED", DOWNLOADED)
                .replace("COMPLETE", COMPLETE)
                .replace("STATUS", STATUS);
    }

    @Test
    void aPullIsAFailureIfTheImageIsAbsentAfterwards() {
        standIn.pull(FROM, STATUS);

        assertPullFails("NOT_COMPLETE");
    }

    @Test
    void aFailureToInspectThePulledImageIsTemporary() {
        standIn.pull(FROM, STATUS);
        standIn.answer(INSPECT, 503, "{\"message\":\"shutting down\"}");

        assertThatThrownBy(() -> engine().pull(APP, null, CREDENTIALS, layer -> {}))
                .hasFieldOrPropertyWithValue("kind", Kind.TEMPORARY)
                .hasMessage("cannot pull " + APP + ": " + engine + " says: shutting down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FROM", "FROM STATUS"})
    void aBrokenConnectionIsAFailureEvenAfterTheStatus(String stream) {
        standIn.pullBrokenOffAfter(frames(stream));
        standIn.answer(INSPECT, 200, IMAGE);

        assertPullFails(
                "no complete response from ENGINE: Premature end of chunk coded message body: closing chunk expected");
    }

    @Test
    void reportsAnErrorEvenIfTheConnectionBreaksAfterIt() {
        standIn.pullBrokenOffAfter("{\"errorDetail\":{\"message\":\"no space left on device\"}}");

        assertPullFails("ENGINE says: no space left on device."
                + " Free disk space for the engine's images, for example with 'docker system prune'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400; {\"message\":\"invalid reference format\"};  invalid reference format. The engine does"
                        + " not accept this name: correct the image reference",
                "401; {\"message\":\"unauthorized: authentication required\"}; unauthorized: authentication"
                        + " requiredNOT_TAKEN",
                "403; {\"message\":\"denied: no\"};                denied: noNOT_TAKEN",
                "404; {\"message\":\"manifest unknown\"};          manifest unknown. Check the tag or digest"
                        + " and the repository's name, and that the image was pushed to this account and region",
                "409; {\"message\":\"conflict\"};                  conflict",
                "429; {\"message\":\"toomanyrequests: slower\"};   toomanyrequests: slower. The registry gets"
                        + " too many requests: try again later",
                "500; {\"message\":\"two\\nlines.\"};              two lines",
                "500; {\"message\":\"\"};                          HTTP status 500",
                "500; {\"cause\":\"other\"};                       {\"cause\":\"other\"}",
                "500; '';                                          HTTP status 500",
                "502; Bad Gateway;                                 Bad Gateway",
                "503; {\"message\":\"shutting down\"};             shutting down",
            })
    void anErrorResponseIsReportedInTheEnginesWords(int status, String body, String words) {
        standIn.answer("POST /images/create", status, body);

        assertPullFails("ENGINE says: " + words);
    }

    @Test
    void aLostConnectionIsNotReportedAsTheEnginesWords() {
        ContainerEngine engine = engine();
        standIn.close();

        assertThatThrownBy(() -> engine.pull(APP, null, CREDENTIALS, line -> {}))
                .isInstanceOf(PullException.class)
                .hasMessageStartingWith("cannot pull " + APP + ": no complete response from " + engine + ": ");
        assertThatThrownBy(() -> engine.find(APP, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot look for " + APP + ": no complete response from " + engine + ": ");
        assertThatThrownBy(() -> engine.images().remove(APP, false, false))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot remove " + APP + ": no complete response from " + engine + ": ");
    }

    @Test
    void closingTheEngineEndsAPullThatHangsAndLeavesNoThread() throws InterruptedException {
        standIn.pullThatHangsAfter(FROM, "{\"status\":\"Downloading\",\"id\":\"7a0a992eddc7\"}");
        ContainerEngine engine = engine();
        var begun = new CountDownLatch(1);
        var pull = new FutureTask<>(() -> engine.pull(APP, null, CREDENTIALS, layer -> begun.countDown()));
        new Thread(pull).start();
        begun.await();

        engine.close();

        assertThatThrownBy(pull::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PullException.class)
                .hasMessageContaining("cannot pull " + APP + ": no complete response from " + engine + ": ");
        assertNoThreads("container-engine-watch");
    }

    /** The error ends docker-java's thread, which then calls no callback. */
    @Test
    @Timeout(60)
    void anErrorOfTheJvmDuringAPullDoesNotHangThePull() {
        standIn.pull(FROM, DOWNLOADED, STATUS);
        standIn.answer(INSPECT, 200, IMAGE);

        assertThatThrownBy(() -> engine().pull(APP, null, CREDENTIALS, layer -> {
                    throw new StackOverflowError("not printed");
                }))
                .hasMessage("cannot pull " + APP + ": no complete response from " + engine
                        + ": the thread that reads it has failed");
    }

    @Test
    void anEngineThatSendsNothingDuringAPullTimesOut() {
        standIn.pullThatHangsAfter(FROM, "{\"status\":\"Downloading\",\"id\":\"7a0a992eddc7\"}");
        engine = Engines.connect(new EngineAddress(standIn.uri(), null, "the test"), Duration.ofSeconds(1));

        assertPullFails("no data from ENGINE for 1 s. Is the registry or the network too slow? Set"
                + " stallTimeout to wait longer");
    }

    @Test
    void anEngineThatRepeatsTheSameProgressTimesOut() {
        String stuck =
                "{'status':'Downloading','progressDetail':{'current':10,'total':30},'id':'a'}".replace('\'', '"');
        standIn.pullThatHangsAfter(Collections.nCopies(100, stuck).toArray(String[]::new));
        standIn.answer(INSPECT, 200, IMAGE);
        standIn.pauseBetweenFrames(Duration.ofMillis(100));
        engine = Engines.connect(new EngineAddress(standIn.uri(), null, "the test"), Duration.ofSeconds(1));

        assertPullFails("no data from ENGINE for 1 s. Is the registry or the network too slow? Set"
                + " stallTimeout to wait longer");
    }

    @Test
    void aPullThatWaitsForAnotherPullDoesNotTimeOut() throws Exception {
        engine = Engines.connect(new EngineAddress(standIn.uri(), null, "the test"), Duration.ofSeconds(2));

        assertWaitsFor(engine);
    }

    @Test
    void aPullThatWaitsForThePullOfAnotherModuleDoesNotTimeOut() throws Exception {
        var address = new EngineAddress(standIn.uri(), null, "the test");
        var lastNews = new AtomicLong();
        engine = connect(address, lastNews, new AtomicReference<>());

        try (var other = connect(address, lastNews, new AtomicReference<>())) {
            assertWaitsFor(other);
        }
    }

    private void assertWaitsFor(ContainerEngine other) throws InterruptedException {
        standIn.answer(INSPECT, 200, IMAGE);
        standIn.pullThatHangsAfter(FROM, frame("Waiting", "a"));
        var begun = new CountDownLatch(1);
        var waiting = new FutureTask<>(() -> engine.pull(APP, null, CREDENTIALS, layer -> begun.countDown()));
        new Thread(waiting).start();
        begun.await();
        standIn.pauseBetweenFrames(Duration.ofMillis(700));
        standIn.pull(FROM, frame("Downloading", "b"), frame("Extracting", "b"), frame("Pull complete", "b"), STATUS);

        other.pull(APP, null, CREDENTIALS, layer -> {});

        assertThat(waiting).isNotDone();
        assertThatThrownBy(waiting::get)
                .hasMessageContaining("cannot pull " + APP + ": no data from " + engine + " for 2 s");
    }

    @Test
    void aSlowEngineThatReportsProgressDoesNotTimeOut() {
        standIn.pull(FROM, frame("Downloading", "b"), frame("Extracting", "b"), STATUS);
        standIn.answer(INSPECT, 200, IMAGE);
        standIn.pauseBetweenFrames(Duration.ofSeconds(1));
        engine = Engines.connect(new EngineAddress(standIn.uri(), null, "the test"), Duration.ofSeconds(3));

        assertThat(engine.pull(APP, null, CREDENTIALS, layer -> {}).id()).isEqualTo("sha256:" + HEX);
    }

    @Test
    void requestsShareConnections() {
        standIn.answer(INSPECT, 200, IMAGE);

        engine().find(APP, null);
        engine.find(APP, null);
        engine.images().remove(APP, false, false);

        assertThat(standIn.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionThatTheEngineClosedIsReplaced() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            answerOnceAConnection(server, "{\"ApiVersion\":\"1.44\"}", IMAGE);

            try (ContainerEngine engine = connect(URI.create("tcp://127.0.0.1:" + server.getLocalPort()))) {
                assertThat(engine.find(APP, null)).isPresent();
            }
        }
    }

    /** Runs a server that closes each connection after one response, without a {@code Connection: close} header. */
    private static void answerOnceAConnection(ServerSocket server, String... answers) {
        Thread thread = new Thread(() -> {
            for (String answer : answers) {
                try (Socket connection = server.accept()) {
                    var in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                    while (!in.readLine().isEmpty()) {
                        // Skip the rest of the request headers.
                    }
                    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n";
                    connection.getOutputStream().write((head + answer).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    // Progress

    @Test
    void reportsTheStagesOfDockersProgress() {
        standIn.pull(
                FROM,
                frame("Pulling fs layer", "a"),
                frame("Already exists", "b"),
                frame("Waiting", "a"),
                "{'status':'Downloading','progressDetail':{'current':10,'total':30},'id':'a'}".replace('\'', '"'),
                frame("Verifying Checksum", "a"),
                frame("Download complete", "a"),
                "{'status':'Extracting','progressDetail':{'current':2,'units':'s'},'id':'a'}".replace('\'', '"'),
                frame("Pull complete", "a"),
                STATUS);

        assertThat(progress())
                .containsExactly(
                        new LayerProgress("a", Stage.WAITING, 0, 0),
                        new LayerProgress("b", Stage.ALREADY_EXISTS, 0, 0),
                        new LayerProgress("a", Stage.WAITING, 0, 0),
                        new LayerProgress("a", Stage.DOWNLOADING, 10, 30),
                        new LayerProgress("a", Stage.DOWNLOADED, 0, 0),
                        new LayerProgress("a", Stage.DOWNLOADED, 0, 0),
                        new LayerProgress("a", Stage.EXTRACTING, 0, 0),
                        new LayerProgress("a", Stage.COMPLETE, 0, 0));
    }

    @Test
    void aLayerOfPodmanIsCompleteAfterItsDownload() {
        standIn.pull(frame("Pulling fs layer", "a"), frame("Download complete", "a"), STATUS);

        assertThat(progress())
                .containsExactly(
                        new LayerProgress("a", Stage.WAITING, 0, 0), new LayerProgress("a", Stage.COMPLETE, 0, 0));
    }

    private static String frame(String status, String id) {
        return "{\"status\":\"" + status + "\",\"progressDetail\":{},\"id\":\"" + id + "\"}";
    }

    private List<LayerProgress> progress() {
        standIn.answer(INSPECT, 200, IMAGE);
        List<LayerProgress> progress = new ArrayList<>();
        engine().pull(APP, null, CREDENTIALS, progress::add);
        return progress;
    }

    // Images with a tag and a digest

    @Test
    void removalByDigestRemovesAllTagsInTheRepositoryToo() {
        ImageReference both = ImageReference.parse(APP + "@sha256:" + HEX);
        standIn.answer(
                "GET /images/" + REPOSITORY + "@sha256:" + HEX + "/json",
                200,
                tagged(APP.toString(), REPOSITORY + ":2", "other:1"));
        standIn.answer("DELETE /images/" + REPOSITORY + ":2", 404, "");
        standIn.answer(DELETE, 200, "[{\"Untagged\":\"a\"}]");
        standIn.answer("DELETE /images/" + REPOSITORY + "@sha256:" + HEX, 200, "[{\"Deleted\":\"b\"}]");

        assertThat(engine().images().remove(both, false, false)).contains(new Removal(List.of("a"), List.of("b")));
    }

    @Test
    void aTagThatNowNamesAnotherImageIsNotRemoved() {
        ImageReference both = ImageReference.parse(APP + "@sha256:" + HEX);
        standIn.answer("GET /images/" + REPOSITORY + "@sha256:" + HEX + "/json", 200, tagged(REPOSITORY + "-other:1"));
        standIn.answer(DELETE, 200, "[{\"Untagged\":\"a\"}]");
        standIn.answer("DELETE /images/" + REPOSITORY + "@sha256:" + HEX, 200, "[{\"Deleted\":\"b\"}]");

        assertThat(engine().images().remove(both, false, false)).contains(new Removal(List.of(), List.of("b")));
    }

    private static String tagged(String... tags) {
        return "{\"Id\":\"sha256:" + HEX + "\",\"RepoTags\":[\"" + String.join("\",\"", tags) + "\"]}";
    }

    // Untag

    private static String named(String id, String tags, String digests) {
        return "{'Id':'%s','RepoTags':[%s],'RepoDigests':[%s]}"
                .formatted(id, tags, digests)
                .replace('\'', '"');
    }

    /**
     * An engine deletes an image with its last tag. Docker's overlay2 store removes its digests with the last tag of a
     * repository.
     */
    @Test
    void aTagIsNotRemovedIfOtherNamesWouldBeRemovedWithIt() {
        String digest = "'" + REPOSITORY + "@sha256:" + HEX + "'";
        for (String image : List.of(
                named("sha256:1", "'" + APP + "'", ""),
                named("sha256:1", "'" + APP + "'", digest),
                named("sha256:1", "'" + APP + "','orders-db:it'", digest),
                // Docker's containerd store
                named("sha256:" + HEX, "'" + APP + "'," + digest, digest))) {
            standIn.answer(INSPECT, 200, image);

            assertThat(engine().images().untag(APP.toString())).isFalse();
        }
        assertThat(standIn.requests()).noneMatch(request -> request.matches("(POST|DELETE) .*"));
    }

    @Test
    void aTagIsRemovedFromAnImageThatHasAnotherTag() {
        String digest = "'" + REPOSITORY + "@sha256:" + HEX + "'";
        for (String image : List.of(
                named("sha256:1", "'" + APP + "','orders-db:it'", ""),
                named("sha256:1", "'" + APP + "','" + REPOSITORY + ":2'", digest),
                // Docker's containerd store
                named("sha256:" + HEX, "'" + APP + "','orders-db:it'", digest))) {
            standIn.answer(INSPECT, 200, image);

            assertThat(engine().images().untag(APP.toString())).isTrue();
        }
        assertThat(standIn.requests())
                .noneMatch(request -> request.startsWith("POST"))
                .filteredOn(request -> request.startsWith("DELETE /v1.44/images/" + APP + "?"))
                .hasSize(3);
    }

    @Test
    void aTagThatTheEngineDoesNotRemoveIsAFailure() {
        standIn.answer(INSPECT, 200, named("sha256:1", "'" + APP + "','orders-db:it'", ""));
        standIn.answer("DELETE /images/" + APP, 500, "{\"message\":\"read-only file system\"}");

        assertThatThrownBy(() -> engine().images().untag(APP.toString()))
                .hasMessage("cannot untag " + APP + ": " + engine + " says: read-only file system");
    }

    @Test
    void theIdentityOfAnEngineIsThatOfItsStorage() {
        assertThat(identity("{}")).isEqualTo(standIn.uri().toString());
        assertThat(identity("{'ID':'AB:CD','Name':'ci-1','DockerRootDir':'/docker'}"))
                .isEqualTo("AB:CD ci-1");
        standIn.answer("GET /version", 200, PODMAN.replace("VERSION", "5.8.6").replace("API", "1.41"));
        assertThat(identity("{'ID':'random','Name':'ci-1','DockerRootDir':'/podman'}"))
                .isEqualTo("/podman ci-1");
    }

    private String identity(String info) {
        standIn.answer("GET /info", 200, info.replace('\'', '"'));
        try (ContainerEngine each = connect(standIn.uri())) {
            return each.identity().replace(each.address() + " ", "");
        }
    }

    @Test
    void listsTheIdsOfTheRepositoriesAndOfUnnamedImages() {
        standIn.answer("GET /images/json", 200, "[{\"Id\":\"sha256:1\",\"RepoTags\":null},{\"Id\":\"sha256:2\"}]");

        assertThat(engine().images().ids(List.of(REPOSITORY + ":1", REPOSITORY + "@sha256:2")))
                .containsExactlyInAnyOrder("sha256:1", "sha256:2");
        assertThat(standIn.requests())
                .extracting(request -> URLDecoder.decode(request, StandardCharsets.UTF_8))
                .contains(
                        "GET /v1.44/images/json?filters={\"dangling\":[\"true\"]}",
                        "GET /v1.44/images/json?filters={\"reference\":[\"" + REPOSITORY + "\"]}");
    }

    @Test
    void idsAreListedAgainIfAnotherProcessDeletesAnImageMeanwhile() {
        standIn.answerOnce("GET /images/json", 404, "{\"message\":\"NotFound: content digest sha256:1: not found\"}");
        standIn.answer("GET /images/json", 200, "[{\"Id\":\"sha256:2\"}]");

        assertThat(engine().images().ids(List.of(REPOSITORY + ":1"))).containsExactly("sha256:2");
    }

    @Test
    void idsThatCannotBeListedAreAnError() {
        standIn.answer("GET /images/json", 404, "{\"message\":\"page not found\"}");

        assertThatThrownBy(() -> engine().images().ids(List.of(REPOSITORY + ":1")))
                .hasMessage("cannot list the images: " + engine + " says: page not found");
    }

    @Test
    void anImageThatIsGoneIsNotTagged() {
        assertThat(engine().images().tag("sha256:" + HEX, "orders-db:it")).isFalse();
    }

    private static void assertNoThreads(String name) throws InterruptedException {
        for (Thread thread : threads(name)) {
            thread.join(10_000);
        }
        assertThat(threads(name)).isEmpty();
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .toList();
    }

    // Credentials

    @Test
    void sendsTheRegistryCredentialsWithThePull() throws IOException {
        String password = "a+b/c?d>e~ÿ".repeat(300);
        standIn.pull(STATUS);
        standIn.answer(INSPECT, 200, IMAGE);

        engine().pull(APP, null, new RegistryCredentials("AWS", new Secret(password)), line -> {});

        assertThat(standIn.registryAuth()).matches("[A-Za-z0-9_-]+=*");
        JsonNode sent = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(standIn.registryAuth()));
        assertThat(sent.path("username").asText()).isEqualTo("AWS");
        assertThat(sent.path("password").asText()).isEqualTo(password);
        assertThat(sent.path("serveraddress").asText()).isEqualTo("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    }

    @Test
    void withoutCredentialsNoneAreSent() {
        standIn.pull(STATUS);
        standIn.answer(INSPECT, 200, IMAGE);

        engine().pull(APP, null, null, line -> {});

        assertThat(standIn.requests()).anyMatch(request -> request.startsWith("POST /v1.44/images/create?"));
        assertThat(standIn.registryAuth()).isNull();
    }

    @Test
    void explainsARegistryThatRequiresCredentials() {
        standIn.answer("POST /images/create", 500, "{\"message\":\"no basic auth credentials\"}");

        assertThatThrownBy(() -> engine().pull(APP, null, null, line -> {}))
                .hasFieldOrPropertyWithValue("kind", Kind.REFUSED)
                .hasMessage("cannot pull " + APP + ": " + engine + " says: no basic auth credentials. The"
                        + " registry does not allow anonymous access to it: check the repository's name, or"
                        + " pull with AWS credentials");
    }

    @Test
    void noFailureShowsThePassword() {
        standIn.answer("POST /images/create", 500, "{\"message\":\"boom\"}");

        assertThatThrownBy(() -> engine().pull(APP, null, CREDENTIALS, line -> {}))
                .hasStackTraceContaining("boom")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("token"));
    }

    /** An engine's text cannot start a new line of the log or control the terminal, not even in a stack trace. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\u001b[2Jb\\r\\n::add-mask::c\\u202ed\\u009be",
                "\\n##vso[task]a\\u2028b\\u0085c\\u2066d\\u0000",
            })
    void theTextOfAnEngineBecomesOneSafeLine(String words) {
        standIn.pull(FROM, "{\"errorDetail\":{\"message\":\"" + words + "\"}}");
        standIn.answer(INSPECT, 500, "{\"message\":\"" + words + "\"}");

        for (Runnable request : List.<Runnable>of(
                () -> engine().pull(APP, null, CREDENTIALS, line -> {}), () -> engine().find(APP, null))) {
            assertThatThrownBy(request::run)
                    .satisfies(e -> assertThat(e.getMessage() + stackTrace(e))
                            .containsPattern(" says: \\S")
                            .doesNotContainPattern("(?m)[\\p{Cc}&&[^\\n\\t]]|[\\u202e\\u2028\\u2066]|^(::|##)"));
        }
    }

    private static String stackTrace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    // Find

    @ParameterizedTest(name = "API {1} to {0}, {2}: found {3}")
    @CsvSource({
        "1.48, 1.24, linux/amd64,    true,  /v1.44/images/NAME/json",
        "1.48, 1.24, linux/arm64,    false, /v1.44/images/NAME/json",
        "1.41, 1.24, linux/amd64/v2, true,  /v1.41/images/NAME/json",
        "1.49, 1.24, linux/amd64,    true, "
                + " '/v1.49/images/NAME/json?platform={\"os\":\"linux\",\"architecture\":\"amd64\"}'",
        "1.52, 1.24, linux/arm64,    false,"
                + " '/v1.49/images/NAME/json?platform={\"os\":\"linux\",\"architecture\":\"arm64\"}'",
        "1.52, 1.24, linux/amd64/v2, true, "
                + " '/v1.49/images/NAME/json?platform={\"os\":\"linux\",\"architecture\":\"amd64\",\"variant\":\"v2\"}'",
        "1.60, 1.51, linux/amd64,    true, "
                + " '/v1.51/images/NAME/json?platform={\"os\":\"linux\",\"architecture\":\"amd64\"}'",
    })
    void findsAnImageForAPlatform(String newest, String oldest, String platform, boolean found, String request) {
        standIn.version("1.2.3", newest, oldest);
        standIn.answer(INSPECT, 200, IMAGE);

        assertThat(engine().find(APP, Platform.parse(platform)).isPresent()).isEqualTo(found);
        assertThat(standIn.requests())
                .extracting(sent -> URLDecoder.decode(sent, StandardCharsets.UTF_8))
                .last()
                .isEqualTo("GET " + request.replace("NAME", APP.toString()));
    }

    /** The responses of Docker 28's containerd store for a Helm chart, and for images without optional fields. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"Id\":\"sha256:1\",\"Os\":\"\",\"Architecture\":\"\",\"RootFS\":{}};                        "
                        + "    false",
                "{\"Id\":\"sha256:1\",\"RootFS\":{}};                                                       false",
                "{\"Id\":\"sha256:1\",\"Os\":\"\",\"Architecture\":\"\",\"RootFS\":{\"Type\":\"layers\"}};     "
                        + "     true",
                "{\"Id\":\"sha256:1\",\"Os\":\"linux\",\"Architecture\":\"\",\"RootFS\":{}};                   "
                        + "    true",
                "{\"Id\":\"sha256:1\",\"Os\":\"wasi\",\"Architecture\":\"wasm\",\"RootFS\":{\"Type\":\"layers\"}};  true",
                "{\"Id\":\"sha256:1\",\"Os\":\"linux\",\"Architecture\":\"amd64\"};                            true",
                "{\"Id\":\"sha256:1\"};                                                                     true",
            })
    void doesNotFindAnArtifactThatIsNotAnImage(String inspection, boolean found) {
        standIn.answer(INSPECT, 200, inspection);

        assertThat(engine().find(APP, null).isPresent()).isEqualTo(found);
    }

    @Test
    void aPullOfAnArtifactThatIsNotAnImageFailsEvenIfTheEngineReportsSuccess() {
        standIn.pull("{\"status\":\"Status: Downloaded newer image for app:1\"}");
        standIn.answer(INSPECT, 200, "{\"Id\":\"sha256:1\",\"Os\":\"\",\"Architecture\":\"\",\"RootFS\":{}}");

        assertThatThrownBy(() -> engine().pull(APP, null, CREDENTIALS, line -> {}))
                .isInstanceOfSatisfying(
                        PullException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_IMAGE))
                .hasMessage("cannot pull " + APP + ": it is not a container image (" + engine
                        + " found neither a platform nor a file system in it). Registries also hold other"
                        + " artifacts, such as Helm charts, signatures and SBOMs: correct the"
                        + " reference, or remove it here and get it with its own tool");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{\"ExposedPorts\":{\"a port\":{}}}", "{\"Healthcheck\":\"none\"}", "[]"})
    void findsAnImageWithAConfigurationThatDockerJavaCannotParse(String configuration) {
        standIn.answer(INSPECT, 200, "{\"Id\":\"sha256:1\",\"Os\":\"linux\",\"Config\":" + configuration + "}");

        assertThat(engine().find(APP, null)).isPresent();
    }

    @Test
    void doesNotFindAnAbsentImage() {
        standIn.answer(INSPECT, 404, "{\"message\":\"No such image: " + APP + "\"}");

        assertThat(engine().find(APP, null)).isEmpty();
    }

    @Test
    void aFailedInspectionIsReportedInTheEnginesWords() {
        standIn.answer(INSPECT, 500, "{\"message\":\"layer store is broken\"}");

        assertThatThrownBy(() -> engine().find(APP, null))
                .hasMessage("cannot look for " + APP + ": " + engine + " says: layer store is broken");
    }

    @ParameterizedTest(name = "{2} times {1} in {0}: {3}")
    @CsvSource({
        "Config,      '[',    100000, 'ENGINE sent more than 200000 JSON values or 500 nested levels in one response'",
        "Config,      '[],',  250000, 'ENGINE sent more than 200000 JSON values or 500 nested levels in one response'",
        "RepoDigests, '\"\",', 250000, 'ENGINE sent more than 200000 JSON values or 500 nested levels in one response'",
    })
    void aResponseWithTooManyJsonValuesIsAnError(String property, String part, int times, String reason) {
        standIn.answer(INSPECT, 200, "{\"" + property + "\":[" + part.repeat(times) + "0]}");

        assertThatThrownBy(() -> engine().find(APP, null))
                .hasMessage("cannot look for " + APP + ": " + reason.replace("ENGINE", engine.toString()));
    }

    @Test
    void aLongErrorResponseIsShortened() {
        standIn.answer(INSPECT, 502, "x".repeat(3_000));

        assertThatThrownBy(() -> engine().find(APP, null))
                .hasMessage("cannot look for " + APP + ": " + engine + " says: " + "x".repeat(2_000) + "…");
    }

    @Test
    void anInspectionThatIsNotJsonIsAnError() {
        standIn.answer(INSPECT, 200, "<html>");

        assertThatThrownBy(() -> engine().find(APP, null))
                .hasMessage("cannot look for " + APP + ": no complete response from " + engine + ": it is not JSON");
    }

    // Remove

    @Test
    void reportsWhatWasUntaggedAndDeleted() {
        standIn.answer(
                DELETE, 200, "[{\"Untagged\":\"a\"},{\"Untagged\":\"b\"},{\"Deleted\":\"c\"},{\"Deleted\":\"d\"}]");

        assertThat(engine().images().remove(APP, false, false))
                .contains(new Removal(List.of("a", "b"), List.of("c", "d")));
        assertThat(standIn.requests()).last().isEqualTo("DELETE /v1.44/images/" + APP + "?force=false&noprune=false");
    }

    @Test
    void theNamesThatAnEngineUntaggedAreMadeSafe() {
        standIn.answer(DELETE, 200, "[{\"Untagged\":\"a\\u001b[2J\\n::b\"},{\"Deleted\":\"c\\u202ed\\re\\u0085\"}]");

        assertThat(engine().images().remove(APP, false, false))
                .contains(new Removal(List.of("a [2J ::b"), List.of("c d e")))
                .get()
                .hasToString("Removal[untagged=[a [2J ::b], deleted=[c d e]]");
    }

    @Test
    void theTextOfAnInspectionIsMadeSafe() {
        standIn.pull(FROM, "{\"status\":\"Digest: sha256:1\\n::x\\u001b\"}", STATUS);
        standIn.answer(
                INSPECT, 200, "{\"Id\":\"sha256:1\\u001b\",\"Os\":\"li\\u202enux\",\"Architecture\":\"amd\\r64\"}");

        LocalImage image = engine().pull(APP, null, CREDENTIALS, line -> {});

        assertThat(image.platform()).isEqualTo("li nux/amd 64");
        assertThat(image.id()).isEqualTo("sha256:1");
        assertThat(image.digests()).containsExactly(REPOSITORY + "@sha256:1 ::x");
    }

    @Test
    void reportsTheSameInPodmansOrder() {
        standIn.answer(DELETE, 200, "[{\"Deleted\":\"c\"},{\"Untagged\":\"a\"}]");

        assertThat(engine().images().remove(APP, true, true)).contains(new Removal(List.of("a"), List.of("c")));
        assertThat(standIn.requests()).last().isEqualTo("DELETE /v1.44/images/" + APP + "?force=true&noprune=true");
    }

    @Test
    void removalOfAnAbsentImageIsEmpty() {
        standIn.answer(DELETE, 404, "{\"message\":\"No such image: " + APP + "\"}");

        assertThat(engine().images().remove(APP, false, false)).isEmpty();
    }

    @Test
    void namesTheContainersThatUseAnImage() {
        standIn.answer(DELETE, 409, "{\"message\":\"conflict: unable to remove (must force)\"}");
        List<String> containers = new ArrayList<>();
        containers.add("{\"Id\":\"0123456789abcdef\",\"Names\":[\"/web\"],\"Status\":\"Up 2 minutes\"}");
        containers.add("{\"Id\":\"fedcba9876543210\",\"Names\":[],\"Status\":\"Exited (0) 3 days ago\"}");
        standIn.answer("GET /containers/json", 200, containers.toString());

        assertThatThrownBy(() -> engine().images().remove(APP, false, false))
                .hasMessage("cannot remove " + APP + ": container 'web' (0123456789ab, Up 2 minutes),"
                        + " 'fedcba987654' (fedcba987654, Exited (0) 3 days ago) uses it; " + engine
                        + " says: conflict: unable to remove (must force)."
                        + " Remove the container first ('docker rm'), or set force (-Decr.force)");
        assertThat(URLDecoder.decode(standIn.requests().get(2), StandardCharsets.UTF_8))
                .startsWith("GET /v1.44/containers/json?all=true&filters={\"ancestor\":[\"" + APP + "\"]}");
    }

    /** For a short name, Podman lists the containers of all images whose names end with it. */
    @Test
    void asksForTheContainersByTheFullNameOfTheImage() {
        standIn.answer("DELETE /images/docker.io/library/local:it", 409, "{\"message\":\"conflict\"}");
        standIn.answer("GET /containers/json", 200, "[]");

        assertThatThrownBy(() -> engine().images().remove("local:it", "local:it", false, false))
                .hasMessageContaining("cannot remove local:it");
        assertThat(URLDecoder.decode(standIn.requests().get(2), StandardCharsets.UTF_8))
                .endsWith("{\"ancestor\":[\"docker.io/library/local:it\"]}");
    }

    @ParameterizedTest
    @CsvSource({"200, []", "500, boom"})
    void namesNoContainersIfTheEngineReportsNone(int status, String containers) {
        standIn.answer(DELETE, 409, "{\"message\":\"conflict: container 0123456789ab uses it\"}");
        standIn.answer("GET /containers/json", status, containers);

        assertThatThrownBy(() -> engine().images().remove(APP, false, false))
                .hasMessage("cannot remove " + APP + ": " + engine + " says: conflict: container 0123456789ab uses it."
                        + " Remove the container first ('docker rm'), or set force (-Decr.force)");
    }

    @Test
    void aFailedRemovalIsReportedInTheEnginesWords() {
        standIn.answer(DELETE, 500, "{\"message\":\"read-only file system\"}");

        assertThatThrownBy(() -> engine().images().remove(APP, false, false))
                .hasMessage("cannot remove " + APP + ": " + engine + " says: read-only file system");
    }

    private ContainerEngine engine() {
        if (engine == null) {
            engine = connect(standIn.uri());
        }
        return engine;
    }

    private static ContainerEngine connect(
            EngineAddress address, AtomicLong lastNews, AtomicReference<List<String>> known) {
        return ContainerEngine.connect(address, Duration.ofSeconds(2), lastNews, known, warning -> {});
    }

    private static ContainerEngine connect(URI uri) {
        return Engines.connect(new EngineAddress(uri, null, "the test"));
    }

    private String noEngine(String words) {
        return "no container engine at " + standIn.uri() + " (the test): what listens there does not respond"
                + " like a container engine (" + words + "). Set dockerHost or DOCKER_HOST to where the engine listens;"
                + " if it requires TLS, set certPath or DOCKER_TLS_VERIFY too";
    }

    /** Asserts the message of the failure; ENGINE, NOT_COMPLETE and NOT_TAKEN in the reason are placeholders. */
    private void assertPullFails(String reason) {
        assertThatThrownBy(() -> engine().pull(APP, null, CREDENTIALS, line -> {}))
                .isInstanceOf(PullException.class)
                .hasMessage("cannot pull " + APP + ": "
                        + reason.replace("NOT_COMPLETE", NOT_COMPLETE)
                                .replace("NOT_TAKEN", NOT_TAKEN)
                                .replace("ENGINE", engine.toString()));
    }
}
