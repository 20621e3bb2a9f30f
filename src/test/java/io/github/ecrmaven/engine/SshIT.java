package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.SshHost;
import io.github.ecrmaven.testing.TestImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** This machine's engine over ssh, with a real sshd and {@code docker system dial-stdio}. */
@Timeout(60)
class SshIT {
    private static final String ME = System.getProperty("user.name");

    private final URI engineHere = Engines.here().uri();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ImageReference> references = new ArrayList<>();

    @TempDir
    private Path folder;

    private RegistryStandIn registry;
    private SshHost host;

    @BeforeEach
    void start() {
        assumeTrue(
                SshHost.isPossible() || System.getenv("CI") != null,
                "no sshd: install OpenSSH's server for the tests of ssh://");
        registry = new RegistryStandIn(password -> false);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        if (registry == null) {
            return;
        }
        if (host != null) {
            host.close();
        }
        registry.close();
        try (var engine = Engines.connect(Engines.here())) {
            references.forEach(reference -> engine.images().remove(reference, true, false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://engine",
                "ssh://ME@engine",
                "ssh://127.0.0.1:PORT",
                "ssh://ME@127.0.0.1:PORT/",
                "ssh://engineSOCKET"
            })
    void pullsFindsAndRemovesAnImage(String address) {
        host = new SshHost(folder, engineHere.toString());
        ImageReference app = push("team/app", 200_000);

        try (ContainerEngine engine = connect(address)) {
            LocalImage pulled = engine.pull(app, null, null, layer -> {});

            assertThat(engine.find(app, null)).contains(pulled);
            assertThat(engine.images().remove(app, false, false)).isPresent();
            assertThat(engine.find(app, null)).isEmpty();
        }
        await(() -> sshProcesses() == 0);
    }

    @Test
    void muchErrorOutputOfTheHostDoesNotBlockThePull() {
        host = new SshHost(
                folder,
                engineHere.toString(),
                "ForceCommand yes | head -c 4000000 >&2; eval \"$SSH_ORIGINAL_COMMAND\"");

        try (ContainerEngine engine = connect("ssh://engine")) {
            assertThat(engine.pull(push("team/app", 1_000), null, null, layer -> {}))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MaxStartups 10:30:100", "MaxStartups 2:50:10"})
    void pullsEightImagesInParallelFromAHostThatRejectsSomeConnections(String limit) throws Exception {
        host = new SshHost(folder, engineHere.toString(), limit);
        List<ImageReference> apps = IntStream.range(0, 8)
                .mapToObj(i -> push("team/app" + i, 50_000))
                .toList();

        try (ContainerEngine engine = connect("ssh://engine")) {
            List<Callable<LocalImage>> pulls = apps.stream()
                    .<Callable<LocalImage>>map(app -> () -> engine.pull(app, null, null, layer -> {}))
                    .toList();
            for (Future<LocalImage> pull : threads.invokeAll(pulls)) {
                assertThat(pull.get()).isNotNull();
            }
        }
        await(() -> sshProcesses() == 0);
    }

    @Test
    void aPullThatIsStoppedLeavesNoProcessOnEitherHost() throws Exception {
        host = new SshHost(folder, engineHere.toString());
        ImageReference app = push("team/app", 2_000_000);

        ContainerEngine engine = connect("ssh://engine");
        Future<LocalImage> pull = pullUntilTheFirstLayer(engine, app);
        engine.close();

        assertThatThrownBy(pull::get).hasCauseInstanceOf(PullException.class);
        await(() -> sshProcesses() == 0 && host.sessions() == 0);
    }

    @Test
    void aConnectionThatBreaksDuringAPullIsExplainedInTheWordsOfSsh() throws Exception {
        host = new SshHost(folder, engineHere.toString());
        ImageReference app = push("team/app", 2_000_000);

        try (ContainerEngine engine = connect("ssh://engine")) {
            Future<LocalImage> pull = pullUntilTheFirstLayer(engine, app);
            host.hangUp();

            assertThatThrownBy(pull::get)
                    .rootCause()
                    .hasMessageMatching("ssh says: .*(closed by remote host|Connection reset).*");
            assertThatThrownBy(pull::get)
                    .cause()
                    .hasMessageStartingWith(
                            "cannot pull " + app + ": no complete response from " + engine + ": ssh says: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ssh://stranger;                ME@127.0.0.1: Permission denied (publickey); ssh stranger"
                        + " docker version",
                "ssh://nobody@127.0.0.1:PORT;   nobody@127.0.0.1: Permission denied (publickey); ssh -l nobody"
                        + " -p PORT 127.0.0.1 docker version",
                "ssh://locked;                  ME@127.0.0.1: Permission denied (publickey); ssh locked docker version",
                "ssh://unknown;                 Host key verification failed; ssh unknown docker version",
                "ssh://127.0.0.1:1;             ssh: connect to host 127.0.0.1 port 1: Connection refused; ssh"
                        + " -p 1 127.0.0.1 docker version",
            })
    void aRefusedConnectionIsExplainedInTheWordsOfSsh(String address, String reason, String trial) {
        host = new SshHost(folder, engineHere.toString());

        assertThatThrownBy(() -> connect(address))
                .hasMessage("no container engine at " + filled(address) + " (the test): ssh says: " + filled(reason)
                        + ". Try '" + filled(trial) + "', which must work without a password");
    }

    @Test
    void explainsAHostWithoutDocker() throws IOException {
        host = new SshHost(folder, engineHere.toString());
        host.install("docker", "echo sh: docker: command not found >&2; exit 127");

        assertThatThrownBy(() -> connect("ssh://engine"))
                .hasMessage("no container engine at ssh://engine (the test): ssh says: sh: docker: command not found."
                        + " Try 'ssh engine docker version', which must work without a password");
    }

    /** The error output of the host has no limit. */
    @Test
    void aLongLineIsShortened() throws IOException {
        host = new SshHost(folder, engineHere.toString());
        host.install("docker", "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 127");

        assertThatThrownBy(() -> connect("ssh://engine"))
                .hasMessage("no container engine at ssh://engine (the test): ssh says: " + "x".repeat(1_000)
                        + ". Try 'ssh engine docker version', which must work without a password");
    }

    @Test
    void explainsAHostWithoutAnEngine() {
        host = new SshHost(folder, "unix:///no/such.sock");

        assertThatThrownBy(() -> connect("ssh://engine"))
                .hasMessageStartingWith("no container engine at ssh://engine (the test): ")
                .hasMessageEndingWith(". Try 'ssh engine docker version', which must work without a password");
    }

    @Test
    void aHostWhoseDockerSendsNothingTimesOut() throws IOException {
        host = new SshHost(folder, engineHere.toString());
        host.install("docker", "exec sleep 600");

        assertThatThrownBy(() -> ContainerEngine.connect(
                        address("ssh://engine"),
                        ContainerEngine.STALL_TIMEOUT,
                        Duration.ofSeconds(3),
                        new ActivityClock(),
                        new AtomicReference<>(),
                        warning -> {}))
                .hasMessage("no container engine at ssh://engine (the test): it sent nothing within 3 s."
                        + " Try 'ssh engine docker version', which must work without a password");
        await(() -> sshProcesses() == 0);
    }

    @Test
    void aHostThatAcceptsConnectionsButSendsNothingTimesOut() throws IOException {
        host = new SshHost(folder, engineHere.toString());
        try (var silent = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String address = "ssh://127.0.0.1:" + silent.getLocalPort();

            assertThatThrownBy(() -> connect(address))
                    .hasMessageStartingWith("no container engine at " + address + " (the test): ssh says: ")
                    .hasMessageContaining("timed out during banner exchange");
        }
    }

    private Future<LocalImage> pullUntilTheFirstLayer(ContainerEngine engine, ImageReference app)
            throws InterruptedException {
        registry.throttle(200_000);
        var coming = new CountDownLatch(1);
        Future<LocalImage> pull = threads.submit(() -> engine.pull(app, null, null, layer -> coming.countDown()));
        coming.await();
        return pull;
    }

    private ContainerEngine connect(String address) {
        return Engines.connect(address(address));
    }

    private EngineAddress address(String address) {
        return new EngineAddress(URI.create(filled(address)), null, "the test", Environments.ofJvm());
    }

    private String filled(String text) {
        return text.replace("ME", ME)
                .replace("PORT", String.valueOf(host.port()))
                .replace("SOCKET", engineHere.getPath());
    }

    private ImageReference push(String repository, int size) {
        registry.push(repository, "1", TestImage.docker("linux/amd64", System.nanoTime(), size));
        registry.open(repository);
        ImageReference reference = ImageReference.parse(registry.host() + "/" + repository + ":1");
        references.add(reference);
        return reference;
    }

    private static long sshProcesses() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/ssh"))
                .count();
    }

    private static void await(Callable<Boolean> condition) {
        try {
            while (!condition.call()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
