package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineFault;
import io.github.ecrmaven.testing.EngineProxy;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pulls while the registry, the engine or a connection fails. Either the image is complete, or the build fails with the
 * reason. Each pull ends in time and leaves no thread and no connection behind, and the next pull works.
 */
class FaultTableIT {
    /** The resource lock for the engine's downloads: the tests of stalls run alone, all others in parallel. */
    private static final String DOWNLOADS = "downloads of the engine";

    /** The limit for a pull: engines retry five times, with growing pauses, before they report anything. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SHORT_STALL_TIMEOUT = Duration.ofSeconds(3);

    private static final Fault RATE_EXCEEDED = Fault.status(429, "TOOMANYREQUESTS", "Rate exceeded");
    private static final Fault SERVER_ERROR = Fault.status(500, "INTERNAL", "Internal Server Error");
    private static final Fault SLOW_DOWN = Fault.status(503, "", "Slow Down");

    private static final String BEGIN = "{\"status\":\"Pulling from team/app\",\"id\":\"1.0\"}\n";
    private static final String ERROR =
            "{\"errorDetail\":{\"message\":\"write /var/lib/x: no space left on device\"},\"error\":\"x\"}\n";
    private static final String STATUS = "{\"status\":\"Status: Downloaded newer image for team/app:1.0\"}\n";

    private static final String RETRIED = "; trying again in \\d\\.\\d s \\(retry 1 of \\d\\)";
    private static final String STALLED =
            "no data from .+ for 3 s\\. Is the registry or the network too slow\\? Set stallTimeout to wait longer";

    /**
     * A fault and its outcome.
     *
     * @param whole whether the pull succeeds in the end
     * @param told a pattern for the message of the failure or, if the pull succeeds, for a line of the log
     */
    private record Row(String fault, int retries, boolean whole, String told, Consumer<FaultTableIT> arrange) {
        @Override
        public String toString() {
            return fault + ": " + (whole ? "the image comes" : "the build fails");
        }
    }

    private final int seed = new Random().nextInt();
    private final TestImage older = TestImage.docker("linux/amd64", seed, 1_000);
    private final TestImage image = TestImage.docker("linux/amd64", seed + 1, 4_000_000, 100_000);
    private final String layer = image.layer(0);

    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final EngineAddress address = Engines.here();
    private final ContainerEngine engine = Engines.connect(address);
    private final EngineProxy proxy = new EngineProxy(address.uri());
    private final ImageReference app = ImageReference.parse(registry.host() + "/team/app:1.0");
    private final List<String> log = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    /** The engine already has an older image with the tag, which must not be mistaken for the pulled one. */
    @BeforeEach
    void theEngineHasAnOlderImage() throws Exception {
        aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
        aws.serve(registry);
        registry.push("team/app", "1.0", older);
        assertThat(pull(0, STALL_TIMEOUT)).isNull();
        registry.push("team/app", "1.0", image);
        log.clear();
    }

    @AfterEach
    void stop() {
        engine.images().remove(app, true, false);
        engine.images().remove(ImageReference.parse(registry.host() + "/team/app@" + older.digest()), true, false);
        engine.close();
        proxy.close();
        registry.close();
        aws.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = DOWNLOADS, mode = ResourceAccessMode.READ)
    void faults(Row row) throws Exception {
        assertOutcome(row, STALL_TIMEOUT);
    }

    static Stream<Row> faults() {
        return Stream.of(
                // The slow rows first: faults after which some engines retry by themselves
                fails("every answer with the layer is cut", 0, "EOF", it -> it.layerFails(Fault.cut(), Fault.ALWAYS)),
                fails(
                        "the layer is always refused with 503",
                        0,
                        "503 Service Unavailable",
                        it -> it.layerFails(SLOW_DOWN, Fault.ALWAYS)),
                fails(
                        "the layer is always refused with 429",
                        1,
                        "Rate exceeded.*gets too many requests: try again later",
                        it -> it.layerFails(RATE_EXCEEDED, Fault.ALWAYS)),
                fails(
                        "the manifest is always refused with 429",
                        1,
                        "gets too many requests: try again later",
                        it -> it.manifestFails(RATE_EXCEEDED, Fault.ALWAYS)),

                // The registry
                completes("one answer with the layer is cut", it -> it.layerFails(Fault.cut(), 1)),
                completes("the layer is refused with 503 once", it -> it.layerFails(SLOW_DOWN, 1)),
                completes("the layer is refused with 429 once", it -> it.layerFails(RATE_EXCEEDED, 1)),
                completes("the manifest is refused with 429 once", it -> it.manifestFails(RATE_EXCEEDED, 1)),
                completes("the manifest is refused with 500 once", it -> it.manifestFails(SERVER_ERROR, 1)),
                fails(
                        "the manifest is always refused with 500",
                        1,
                        "500 Internal Server Error",
                        it -> it.manifestFails(SERVER_ERROR, Fault.ALWAYS)),
                completes("the registry hangs up once", it -> it.manifestFails(Fault.hangUp(), 1)),
                fails("the registry always hangs up", 1, "EOF", it -> it.manifestFails(Fault.hangUp(), Fault.ALWAYS)),
                fails(
                        "the layer is another",
                        1,
                        "The downloaded data does not match its digest",
                        it -> it.layerFails(Fault.wrongByte(), Fault.ALWAYS)),
                completes("layers are stored elsewhere, and one answer from there is cut", it -> {
                    it.registry.storeBlobsElsewhere();
                    it.registry.fail("/layers/team/app/" + it.layer, Fault.cut());
                }),
                completes(
                        "the token expires meanwhile",
                        0,
                        "rejected the earlier token; requesting a new one",
                        it -> it.layerFails(Fault.after(() -> it.registry.expire(it.aws.passwords())), 1)),

                // The engine
                completes(
                        "the engine's answer is cut at its beginning",
                        1,
                        "no complete response from .+" + RETRIED,
                        it -> it.engineFails(EngineFault.cutAfter("\"status\""), 1)),
                completes(
                        "the engine's answer is cut in its middle", 1, "no complete response from .+" + RETRIED, it -> {
                            it.registry.throttle(2_000_000);
                            it.engineFails(EngineFault.cutAfter("\"Downloading"), 1);
                        }),
                fails(
                        "the engine's answer is always cut",
                        1,
                        "no complete response from .+: Truncated chunk .+",
                        it -> it.engineFails(EngineFault.cutAfter("\"status\""), Fault.ALWAYS)),
                completes(
                        "the engine restarts",
                        2,
                        "no complete response from .+: Connection refused; trying again in .+",
                        it -> it.engineFails(EngineFault.restartAfter("\"status\"", Duration.ofMillis(1_200)), 1)),
                fails(
                        "the engine is gone",
                        1,
                        "no complete response from .+: Connection refused",
                        it -> it.engineFails(EngineFault.restartAfter("\"status\"", LIMIT), 1)),
                completes(
                        "a frame is truncated",
                        1,
                        "no complete response from .+: it is not JSON" + RETRIED,
                        it -> it.engineSays(BEGIN + "{\"status\":\"Pu", 1)),
                completes(
                        "a frame is malformed",
                        1,
                        "no complete response from .+: it is not JSON" + RETRIED,
                        it -> it.engineSays(BEGIN + "{\"status\"}" + STATUS, 1)),
                fails(
                        "all frames are malformed",
                        1,
                        "no complete response from .+: it is not JSON",
                        it -> it.engineSays("<html>", Fault.ALWAYS)),
                completes(
                        "the stream is empty once",
                        1,
                        "without reporting that the image is complete" + RETRIED,
                        it -> it.engineSays("", 1)),
                fails(
                        "the stream is always empty",
                        1,
                        "ended its response without reporting that the image is complete",
                        it -> it.engineSays("", Fault.ALWAYS)),
                fails(
                        "the stream ends between two frames",
                        1,
                        "without reporting that the image is complete",
                        it -> it.engineSays(BEGIN, Fault.ALWAYS)),
                fails(
                        "the first frame is an error, the disk is full",
                        1,
                        "says: .+no space left on device. Free disk space",
                        it -> it.engineSays(ERROR, Fault.ALWAYS)),
                fails(
                        "an error is followed by a success",
                        1,
                        "says: .+no space left on device. Free disk space",
                        it -> it.engineSays(BEGIN + ERROR + STATUS, Fault.ALWAYS)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @ResourceLock(DOWNLOADS)
    void stalledTransfers(Row row) throws Exception {
        assertOutcome(row, SHORT_STALL_TIMEOUT);
    }

    static Stream<Row> stalledTransfers() {
        return Stream.of(
                completes("the layer comes slowly", it -> it.layerFails(Fault.drip(700_000), 1)),
                fails(
                        "the registry stops in the middle of the layer",
                        1,
                        STALLED,
                        it -> it.layerFails(Fault.stall(), Fault.ALWAYS)),
                fails(
                        "the registry does not answer",
                        1,
                        STALLED,
                        it -> it.manifestFails(Fault.delay(LIMIT), Fault.ALWAYS)),
                fails(
                        "the engine falls silent",
                        1,
                        STALLED,
                        it -> it.engineFails(EngineFault.stallAfter("\"status\""), Fault.ALWAYS)));
    }

    @Test
    @ResourceLock(value = DOWNLOADS, mode = ResourceAccessMode.READ)
    void theHostThatStoresTheLayersGetsNoCredentials() throws Exception {
        registry.storeBlobsElsewhere();

        assertThat(pull(0, STALL_TIMEOUT)).isNull();

        assertThat(digest()).isEqualTo(image.digest());
        assertThat(registry.calls())
                .filteredOn(call -> call.path().endsWith("/blobs/" + layer))
                .extracting(RegistryStandIn.Call::username)
                .containsExactly("AWS");
        assertThat(registry.calls())
                .filteredOn(call -> call.path().endsWith("/layers/team/app/" + layer))
                .extracting(RegistryStandIn.Call::username, RegistryStandIn.Call::password)
                .containsExactly(tuple("", ""));
    }

    private void assertOutcome(Row row, Duration timeout) throws Exception {
        row.arrange.accept(this);

        ExplainedException failure = pull(row.retries, timeout);

        assertThat(registry.faultsShown() + proxy.faultsShown()).isPositive();
        if (row.whole) {
            assertThat(failure).isNull();
            assertThat(log).anyMatch(line -> line.matches(".*" + row.told + ".*"));
            assertThat(digest()).isEqualTo(image.digest());
        } else {
            assertThat(failure).hasMessageMatching("cannot pull \\Q" + app + "\\E: .*" + row.told + ".*");
            assertThat(digest()).isIn(older.digest(), image.digest());
        }

        registry.recover();
        proxy.recover();
        assertThat(pull(row.retries + 1, STALL_TIMEOUT)).isNull();
        assertThat(digest()).isEqualTo(image.digest());
    }

    private static Row completes(String fault, Consumer<FaultTableIT> arrange) {
        return completes(fault, 1, "", arrange);
    }

    private static Row completes(String fault, int retries, String told, Consumer<FaultTableIT> arrange) {
        return new Row(fault, retries, true, told, arrange);
    }

    private static Row fails(String fault, int retries, String told, Consumer<FaultTableIT> arrange) {
        return new Row(fault, retries, false, told, arrange);
    }

    private void layerFails(Fault fault, int times) {
        registry.fail("/blobs/" + layer, fault, times);
    }

    private void manifestFails(Fault fault, int times) {
        registry.fail("/manifests/", fault, times);
    }

    private void engineFails(EngineFault fault, int times) {
        proxy.fail(fault, times);
    }

    private void engineSays(String stream, int times) {
        proxy.fail(EngineFault.stream(stream), times);
    }

    /** Returns the digest of the image that has the tag in the engine. */
    private String digest() {
        return engine.find(app, null).orElseThrow().digestIn(app.name()).orElseThrow();
    }

    /** Pulls, waits until no thread of the pull is left, and returns the failure, or null. */
    private ExplainedException pull(int retries, Duration timeout) throws Exception {
        var threads = new ThreadGroup("pull");
        var pull = new FutureTask<>(() -> catchThrowableOfType(ExplainedException.class, () -> {
            var key = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");
            try (var session = SignIns.session(key, aws.endpoint())) {
                puller(session, new PullOptions(false, 4, retries, false, timeout, null))
                        .pull(List.of(new ImageToPull(
                                new EngineNames(app, null, null),
                                EcrRegistry.declared(registry.host(), "eu-west-1"),
                                null,
                                PullPolicy.ALWAYS,
                                null)))
                        .throwIfFailed();
            }
        }));
        new Thread(threads, pull).start();
        ExplainedException failure = pull.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        waitUntil(() -> alive(threads).isEmpty() && proxy.connections() == 0);
        assertThat(alive(threads)).isEmpty();
        assertThat(proxy.connections()).isZero();
        return failure;
    }

    private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
    }

    /** Returns the live threads, except the one that the AWS SDK shares among all sessions. */
    private static List<Thread> alive(ThreadGroup group) {
        Thread[] threads = new Thread[100];
        return Stream.of(threads)
                .limit(group.enumerate(threads))
                .filter(thread -> !thread.getName().equals("idle-connection-reaper"))
                .toList();
    }

    private OneModulePuller puller(AwsSession session, PullOptions options) {
        return new OneModulePuller(
                () -> Engines.connect(Engines.at(proxy.uri().toString()), options.stallTimeout()),
                new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add),
                new EcrImages(session),
                new ConcurrentHashMap<>(),
                new TagUsage(new ConcurrentHashMap<>(), folder.resolve("pulled.txt")),
                options,
                new PlainDisplay(log::add),
                log::add);
    }
}
