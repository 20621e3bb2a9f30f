package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pull policies, offline builds, and failures before the pull. Integration tests pull with real engines. */
class ImagePullerTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String PRESENT = REGISTRY + "/present:1.0";
    private static final String ABSENT = REGISTRY + "/absent:1.0";
    private static final String BY_DIGEST = REGISTRY + "/absent@sha256:" + "0123456789abcdef".repeat(4);

    private final EngineStandIn standIn = new EngineStandIn();
    private final ContainerEngine engine =
            Engines.connect(Engines.at(standIn.uri().toString()));
    private final List<String> signIns = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> shared = new ConcurrentHashMap<>();

    /** The code that runs in a class loader without the AWS SDK. */
    public static final class WithoutAwsSdk {
        private WithoutAwsSdk() {}

        /** Pulls the image as the goal does. */
        public static void run(String image, String engineAddress, List<String> log) {
            try (var aws = SignIns.session(new DefaultChain(""), null)) {
                new OneModulePuller(
                                () -> Engines.connect(Engines.at(engineAddress)),
                                new AuthorizationTokens(aws, new ConcurrentHashMap<>(), log::add, log::add),
                                new EcrImages(aws),
                                new ConcurrentHashMap<>(),
                                new TagUsage(new ConcurrentHashMap<>(), null),
                                new PullOptions(false, 4, 0, false, ContainerEngine.STALL_TIMEOUT, null),
                                new PlainDisplay(log::add),
                                log::add)
                        .pull(List.of(image(image, PullPolicy.IF_NOT_PRESENT)))
                        .throwIfFailed();
            }
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        standIn.has(PRESENT, "linux", "amd64");
    }

    @AfterEach
    void stop() {
        engine.close();
        standIn.close();
    }

    @Test
    void anImageThatIsPresentIsNotPulled() {
        standIn.has(REGISTRY + "/other:1.0", "linux", "amd64");

        puller(false)
                .pull(List.of(
                        image(PRESENT, PullPolicy.IF_NOT_PRESENT), image(REGISTRY + "/other:1.0", PullPolicy.NEVER)))
                .throwIfFailed();

        assertThat(signIns).isEmpty();
        assertThat(log)
                .contains(PRESENT + " is already present", REGISTRY + "/other:1.0 is already present")
                .last()
                .asString()
                .matches("2 already present in \\d+\\.\\d s");
    }

    @Test
    void withNothingToPullNoAwsClassIsLoaded() throws ReflectiveOperationException, IOException {
        runWithoutAwsSdk(PRESENT);

        assertThat(log).startsWith(PRESENT + " is already present");
    }

    @Test
    void withSomethingToPullAwsClassesAreLoaded() {
        assertThatThrownBy(() -> runWithoutAwsSdk(ABSENT))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessageContaining("software/amazon/awssdk");
    }

    @Test
    void anAbsentImageWithPolicyNeverIsAnError() {
        assertThatThrownBy(() -> puller(false)
                        .pull(List.of(image(ABSENT, PullPolicy.NEVER)))
                        .throwIfFailed())
                .isInstanceOf(ExplainedException.class)
                .hasMessage(ABSENT + " is not in " + engine
                        + ", and its pull policy is Never. Put it there, or set pullPolicy to IfNotPresent or Always")
                .extracting(failure -> ((ExplainedException) failure).fault())
                .isEqualTo(Fault.CONFIGURATION);
        assertThat(signIns).isEmpty();
    }

    @Test
    void theErrorForAnAbsentPlatformNamesThePlatform() {
        assertThatThrownBy(() -> puller(true)
                        .pull(List.of(image(PRESENT, "linux/s390x")))
                        .throwIfFailed())
                .hasMessage(PRESENT + " for linux/s390x is not in " + engine
                        + ", and Maven is offline. Run without -o once to pull it");
    }

    @Test
    void offlineAPresentImageIsUsedEvenWithAlways() {
        puller(true).pull(List.of(image(PRESENT, PullPolicy.ALWAYS))).throwIfFailed();

        assertThat(signIns).isEmpty();
        assertThat(log).startsWith(PRESENT + " is already present; Maven is offline");
    }

    @Test
    void offlineAnImageThatIsAbsentIsAnError() {
        assertThatThrownBy(() -> puller(true)
                        .pull(List.of(image(ABSENT, PullPolicy.IF_NOT_PRESENT)))
                        .throwIfFailed())
                .isInstanceOf(ExplainedException.class)
                .hasMessage(ABSENT + " is not in " + engine + ", and Maven is offline. Run without -o once to pull it");
        assertThat(signIns).isEmpty();
    }

    @Test
    void anImageWithTwoMoreNamesIsInspectedOnceForBoth() {
        standIn.answer("POST /images/sha256:1/tag", 201, "");
        var image = new ImageToPull(
                new EngineNames(
                        ImageReference.parse(PRESENT), ImageReference.parse("postgres:16"), LocalTag.parse("local:it")),
                EcrRegistry.parse(REGISTRY),
                null,
                PullPolicy.IF_NOT_PRESENT,
                null);

        puller(false).pull(List.of(image)).throwIfFailed();

        assertThat(standIn.requests())
                .filteredOn(request -> request.endsWith("/" + PRESENT + "/json"))
                .hasSize(2);
        assertThat(standIn.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .containsExactly(
                        "POST /v1.44/images/sha256:1/tag?repo=docker.io%2Flibrary%2Flocal&tag=it",
                        "POST /v1.44/images/sha256:1/tag?repo=docker.io%2Flibrary%2Fpostgres&tag=16");
    }

    @Test
    void aRefusalIsNotRetriedAndTheOtherImagesArePulled() {
        assertThatThrownBy(() -> puller(false)
                        .pull(List.of(
                                image(ABSENT, PullPolicy.IF_NOT_PRESENT),
                                image(REGISTRY + "/absent:2.0", PullPolicy.IF_NOT_PRESENT),
                                image(PRESENT, PullPolicy.IF_NOT_PRESENT)))
                        .throwIfFailed())
                .isInstanceOf(ExplainedException.class)
                .hasMessage("2 of 3 images could not be pulled: no AWS credentials");
        assertThat(signIns).containsExactly(REGISTRY);
        assertThat(log).containsExactly(PRESENT + " is already present");
        assertThat(standIn.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void anImagePulledByDigestGetsItsTagToo() {
        standIn.answer("GET /images/" + BY_DIGEST + "/json", 200, "{\"Id\":\"sha256:2\"}");
        standIn.answer("POST /images/sha256:2/tag", 201, "");

        pullByDigest();

        assertThat(standIn.requests())
                .containsOnlyOnce("POST /v1.44/images/sha256:2/tag?repo="
                        + BY_DIGEST.replaceFirst("@.*", "").replace("/", "%2F") + "&tag=1.0");
    }

    @Test
    void anImageThatHasItsTagIsNotTaggedAgain() {
        standIn.answer("GET /images/" + BY_DIGEST + "/json", 200, "{\"Id\":\"sha256:2\"}");
        standIn.answer("GET /images/" + ABSENT + "/json", 200, "{\"Id\":\"sha256:2\"}");

        pullByDigest();

        assertThat(standIn.requests()).noneMatch(request -> request.contains("/tag"));
    }

    @Test
    void aFailureToTagIsReportedAndNotRetried() {
        standIn.answer("GET /images/" + BY_DIGEST + "/json", 200, "{\"Id\":\"sha256:2\"}");
        standIn.answer("POST /images/sha256:2/tag", 500, "{\"message\":\"boom\"}");

        assertThatThrownBy(this::pullByDigest).hasMessage("cannot tag " + ABSENT + ": " + engine + " says: boom");
        assertThat(standIn.requests())
                .filteredOn(request -> request.contains("/images/create"))
                .hasSize(1);
    }

    @Test
    void aPresentImageIsInspectedOnceBeforeAPullAndOnceAfterIt() {
        standIn.pull("{\"status\":\"Status: Image is up to date\"}");

        try (var aws = SignIns.session(new EcrToken(new Secret("token"), "the test"), null)) {
            puller(aws, options(false))
                    .pull(List.of(image(PRESENT, PullPolicy.ALWAYS)))
                    .throwIfFailed();
        }

        assertThat(log).contains(PRESENT + " is up to date");
        assertThat(standIn.requests())
                .filteredOn(request -> request.endsWith("/" + PRESENT + "/json"))
                .hasSize(2);
    }

    private void pullByDigest() {
        standIn.pull("{\"status\":\"Status: Downloaded newer image\"}");
        var token = new EcrToken(new Secret("token"), "the test");
        try (var aws = SignIns.session(token, null)) {
            String reference = ABSENT + BY_DIGEST.substring(BY_DIGEST.indexOf('@'));
            puller(aws, options(false))
                    .pull(List.of(image(reference, PullPolicy.ALWAYS)))
                    .throwIfFailed();
        }
    }

    @Test
    void anAbsentPlatformIsReportedWithThePlatformsOfTheImage() {
        standIn.pull("{\"errorDetail\":{\"message\":\"no matching manifest for linux/s390x in the manifest list"
                + " entries\"}}");
        var key = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");

        try (var aws = new AwsStandIn();
                var registry = new RegistryStandIn(aws::issued);
                var session = SignIns.session(key, aws.endpoint())) {
            aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
            aws.serve(registry);
            registry.push(
                    "absent",
                    "1.0",
                    TestImage.index(TestImage.oci("linux/amd64", 1, 1_000), TestImage.oci("linux/arm64", 2, 1_000)));
            OneModulePuller puller = puller(session, options(false));

            assertThatThrownBy(() ->
                            puller.pull(List.of(image(ABSENT, "linux/s390x"))).throwIfFailed())
                    .isInstanceOf(ExplainedException.class)
                    .hasMessage("cannot pull " + ABSENT + ": " + engine + " says: no matching manifest for linux/s390x"
                            + " in the manifest list entries. It is made for linux/amd64, linux/arm64: set <platform>"
                            + " to one of them");
        }
    }

    @Test
    void anImageIsFailingAndNotRetryingWhileEcrIsAskedForTheReason() {
        standIn.pull("{\"errorDetail\":{\"message\":\"manifest unknown: Requested image not found\"}}");
        var key = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");
        var seen = new RecordedStates();

        try (var aws = new AwsStandIn();
                var registry = new RegistryStandIn(aws::issued);
                var session = new AwsSession(
                        host -> {
                            seen.awaitNextCall();
                            return new RegistryAccess(host, key, aws.endpoint());
                        },
                        Environments.ofJvm(),
                        List.of(),
                        line -> {})) {
            aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
            aws.serve(registry);
            OneModulePuller puller = puller(session, options(false), seen);

            assertThatThrownBy(() -> puller.pull(List.of(image(ABSENT, PullPolicy.ALWAYS)))
                            .throwIfFailed())
                    .hasMessageContaining("manifest unknown");
        }

        assertThat(seen.states).contains(PullState.FAILING).doesNotContain(PullState.RETRYING);
    }

    @Test
    void aRetryIsShownAsARetry() {
        standIn.answer("POST /images/create", 503, "{\"message\":\"503 Service Unavailable\"}");
        var key = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");
        var seen = new RecordedStates();

        try (var aws = new AwsStandIn();
                var session = SignIns.session(key, aws.endpoint())) {
            aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
            var once = new PullOptions(false, 4, 1, false, ContainerEngine.STALL_TIMEOUT, null);
            OneModulePuller puller = puller(session, once, seen);

            assertThatThrownBy(() -> puller.pull(List.of(image(ABSENT, PullPolicy.ALWAYS)))
                            .throwIfFailed())
                    .hasMessageContaining("503 Service Unavailable");
        }

        assertThat(seen.states).contains(PullState.RETRYING);
    }

    /** A display that records the states of the images; it is called every 5 ms. */
    private static final class RecordedStates implements Display {
        private final List<PullState> states = new CopyOnWriteArrayList<>();

        /** Waits until a call of {@link #show} that began after this one has ended. */
        void awaitNextCall() {
            int before = states.size();
            while (states.size() < before + 2) {
                Thread.onSpinWait();
            }
        }

        @Override
        public Duration period() {
            return Duration.ofMillis(5);
        }

        @Override
        public void show(PullSnapshot now) {
            now.rows().forEach(row -> states.add(row.state()));
        }

        @Override
        public void begun(ImageReference image) {}

        @Override
        public void print(String line, Consumer<String> to) {
            to.accept(line);
        }

        @Override
        public void close() {}
    }

    private OneModulePuller puller(boolean offline) {
        return puller(options(offline));
    }

    /** Creates a puller without AWS credentials. */
    private OneModulePuller puller(PullOptions options) {
        var aws = new AwsSession(
                registry -> {
                    signIns.add(registry.host());
                    throw ExplainedException.environment("no AWS credentials", null);
                },
                Environments.ofJvm(),
                List.of(),
                line -> {});
        return puller(aws, options);
    }

    private OneModulePuller puller(AwsSession aws, PullOptions options) {
        return puller(aws, options, new PlainDisplay(log::add));
    }

    private OneModulePuller puller(AwsSession aws, PullOptions options, Display display) {
        return new OneModulePuller(
                () -> Engines.connect(Engines.at(standIn.uri().toString()), options.stallTimeout()),
                new AuthorizationTokens(aws, new ConcurrentHashMap<>(), log::add, log::add),
                new EcrImages(aws),
                shared,
                new TagUsage(new ConcurrentHashMap<>(), folder.resolve("pulled.txt")),
                options,
                display,
                log::add);
    }

    private static PullOptions options(boolean offline) {
        return new PullOptions(offline, 4, 0, false, ContainerEngine.STALL_TIMEOUT, null);
    }

    private static ImageToPull image(String name, PullPolicy policy) {
        ImageReference reference = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(reference, null, null), EcrRegistry.parse(reference.registry()), null, policy, null);
    }

    private static ImageToPull image(String name, String platform) {
        ImageReference reference = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(reference, null, null),
                EcrRegistry.parse(reference.registry()),
                Platform.parse(platform),
                PullPolicy.ALWAYS,
                null);
    }

    private void runWithoutAwsSdk(String image) throws ReflectiveOperationException, IOException {
        URL[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("awssdk"))
                .map(ImagePullerTest::url)
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass(WithoutAwsSdk.class.getName())
                    .getMethod("run", String.class, String.class, List.class)
                    .invoke(null, image, standIn.uri().toString(), log);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
