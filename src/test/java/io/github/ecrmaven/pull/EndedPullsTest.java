package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.EngineProxy;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull that is stopped leaves no thread and no connection behind, and the next pull works. */
class EndedPullsTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String APP = REGISTRY + "/app:1.0";
    private static final String ABSENT = REGISTRY + "/absent:1.0";
    private static final String BEGIN = "{\"status\":\"Pulling from app\",\"id\":\"1.0\"}";
    private static final String STATUS = "{\"status\":\"Status: Downloaded newer image for app:1.0\"}";

    private final EngineStandIn standIn = new EngineStandIn();
    private final EngineProxy connections = new EngineProxy(standIn.uri());
    private final ThreadGroup threads = new ThreadGroup("the pull and all that it begins");
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> shared = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        connections.close();
        standIn.close();
    }

    @Test
    void anInterruptEndsAPullAtOnce() throws Exception {
        standIn.pullThatHangsAfter(BEGIN);
        var pull = new FutureTask<>(() -> {
            ExplainedException failure = pull(false, null, image(APP, PullPolicy.ALWAYS));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return failure;
        });
        var thread = new Thread(threads, pull);
        thread.start();
        waitUntil(this::isPulling);

        thread.interrupt();

        assertThat(pull.get(10, TimeUnit.SECONDS)).hasMessage("interrupted while pulling " + APP);
        assertNothingIsLeft();
        assertNextPullWorks();
    }

    @Test
    void anInterruptEndsThePauseBeforeARetryToo() throws Exception {
        standIn.answer("POST /images/create", 503, "{\"message\":\"shutting down\"}");
        var pull = new FutureTask<>(() -> pull(false, null, image(APP, PullPolicy.ALWAYS)));
        var thread = new Thread(threads, pull);
        thread.start();
        waitUntil(() -> log.stream().anyMatch(line -> line.endsWith("(retry 3 of 9)")));

        thread.interrupt();

        assertThat(pull.get(10, TimeUnit.SECONDS)).hasMessage("interrupted while pulling " + APP);
        assertNothingIsLeft();
        assertNextPullWorks();
    }

    @Test
    void withFailFastAFailureEndsTheOtherPullsAtOnce() throws Exception {
        standIn.pullThatHangsAfter(BEGIN);

        ExplainedException failure = run(true, null, image(APP, PullPolicy.ALWAYS), image(ABSENT, PullPolicy.NEVER));

        assertThat(failure).hasMessageStartingWith("1 of 2 images could not be pulled: " + ABSENT + " is not in ");
        assertThat(log).last().isEqualTo("Stopped pulling " + APP);
        assertNothingIsLeft();
        assertNextPullWorks();
    }

    /** The pulls that the failure stops are not failures themselves. */
    @RepeatedTest(5)
    void withFailFastOnlyTheFailureIsReported() throws Exception {
        standIn.answerOnce("POST /images/create", 404, "{\"message\":\"manifest unknown\"}");
        standIn.pullThatHangsAfter(BEGIN);

        ExplainedException failure = run(
                true,
                null,
                image(APP, PullPolicy.ALWAYS),
                image(REGISTRY + "/second:1.0", PullPolicy.ALWAYS),
                image(REGISTRY + "/third:1.0", PullPolicy.ALWAYS),
                image(REGISTRY + "/fourth:1.0", PullPolicy.ALWAYS));

        assertThat(failure)
                .hasMessageStartingWith("1 of 4 images could not be pulled: cannot pull ")
                .hasMessageContaining("manifest unknown");
    }

    @Test
    void withoutFailFastTheOthersFinish() throws Exception {
        standIn.pull(BEGIN, STATUS);
        standIn.pauseBetweenFrames(Duration.ofMillis(200));
        standIn.answer("GET /images/" + APP + "/json", 200, "{\"Id\":\"sha256:1\"}");

        ExplainedException failure = run(false, null, image(APP, PullPolicy.ALWAYS), image(ABSENT, PullPolicy.NEVER));

        assertThat(failure).hasMessageStartingWith("1 of 2 images could not be pulled: " + ABSENT + " is not in ");
        assertThat(log).last().isEqualTo(APP + " is up to date");
        assertNothingIsLeft();
    }

    @Test
    void theTimeoutEndsAllUnfinishedPulls() throws Exception {
        standIn.pullThatHangsAfter(BEGIN);

        ExplainedException failure = run(
                false,
                Duration.ofSeconds(1),
                image(APP, PullPolicy.ALWAYS),
                image(REGISTRY + "/other:1.0", PullPolicy.ALWAYS));

        assertThat(failure)
                .hasMessage("2 of 2 images could not be pulled: after 1 s, the timeout, these images were not pulled: "
                        + APP + ", " + REGISTRY + "/other:1.0. Set timeout to wait longer");
        assertNothingIsLeft();
        assertNextPullWorks();
    }

    private boolean isPulling() {
        return standIn.requests().stream().anyMatch(request -> request.startsWith("POST "));
    }

    private void assertNothingIsLeft() throws InterruptedException {
        waitUntil(() -> threads.activeCount() == 0 && connections.connections() == 0);
        assertThat(threads.activeCount()).isZero();
        assertThat(connections.connections()).isZero();
    }

    private void assertNextPullWorks() throws Exception {
        log.clear();
        standIn.pull(BEGIN, STATUS);
        standIn.answer("GET /images/" + APP + "/json", 200, "{\"Id\":\"sha256:1\"}");

        assertThat(run(false, null, image(APP, PullPolicy.ALWAYS))).isNull();

        assertThat(log).contains("Pulling " + APP, APP + " is up to date");
    }

    private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
    }

    /** Pulls in another thread, and returns the failure, or null. */
    private ExplainedException run(boolean failFast, Duration timeout, ImageToPull... images) throws Exception {
        var pull = new FutureTask<>(() -> pull(failFast, timeout, images));
        new Thread(threads, pull).start();
        return pull.get(10, TimeUnit.SECONDS);
    }

    private ExplainedException pull(boolean failFast, Duration timeout, ImageToPull... images) {
        var token = new EcrToken(new Secret("token"), "the test");
        try (var aws = SignIns.session(token, null)) {
            var options = new PullOptions(false, 4, 9, failFast, ContainerEngine.STALL_TIMEOUT, timeout);
            var puller = new OneModulePuller(
                    () -> Engines.connect(Engines.at(connections.uri().toString()), options.stallTimeout()),
                    new AuthorizationTokens(aws, new ConcurrentHashMap<>(), log::add, log::add),
                    new EcrImages(aws),
                    shared,
                    new TagUsage(new ConcurrentHashMap<>(), folder.resolve("pulled.txt")),
                    options,
                    new PlainDisplay(log::add),
                    log::add);
            return catchThrowableOfType(
                    ExplainedException.class, () -> puller.pull(List.of(images)).throwIfFailed());
        }
    }

    private static ImageToPull image(String name, PullPolicy policy) {
        ImageReference reference = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(reference, null, null), EcrRegistry.parse(reference.registry()), null, policy, null);
    }
}
