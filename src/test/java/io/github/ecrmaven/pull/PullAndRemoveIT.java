package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.engine.LayerProgress;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import io.github.ecrmaven.engine.PullException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.RemovalLog;
import io.github.ecrmaven.remove.RemoveOptions;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import io.github.ecrmaven.testing.UnusedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls images from a registry into a real engine, and removes them. */
class PullAndRemoveIT extends PullHarness {
    private final TestImage app = TestImage.docker("linux/amd64", seed, 200_000, 300_000, 1_000);
    private final List<ImageReference> pulled = new ArrayList<>();

    @BeforeEach
    void start() {
        registry.push("team/app", "1.0", app);
    }

    @AfterEach
    void stop() {
        pulled.forEach(reference -> engine.images().remove(reference, true, false));
    }

    /** For layers that download very fast, the containerd store reports no size, and overlay2 only the total. */
    @Test
    void pullsFindsAndRemovesAnImage() {
        ImageReference app = reference("team/app:1.0");

        pull(app, PullPolicy.IF_NOT_PRESENT);

        assertThat(engine.find(app, null)).isPresent();
        assertThat(log)
                .containsSequence("Signing in to " + registry.host() + " with access key of the test", "Pulling " + app)
                .anyMatch(line -> line.matches(
                        "Pulled \\Q" + app + "\\E \\(sha256:[0-9a-f]{64}\\) in \\d+\\.\\d s( \\(\\d+ kB(, .+/s)?\\))?"))
                .last()
                .asString()
                .matches("1 pulled in \\d+\\.\\d s( \\(\\d+ kB(, .+/s)?\\))?");

        remove(app);

        assertThat(engine.find(app, null)).isEmpty();
        assertThat(log)
                .anyMatch(line -> line.equals("Untagged " + app))
                .anyMatch(line -> line.matches("Deleted (sha256:)?[0-9a-f]{64}"))
                .endsWith("Removed " + app);
    }

    @Test
    void aSecondPullReportsUpToDate() {
        ImageReference app = reference("team/app:1.0");
        pull(app, PullPolicy.ALWAYS);

        pull(app, PullPolicy.ALWAYS);

        assertThat(log).contains(app + " is up to date").last().asString().startsWith("1 up to date in ");
    }

    @Test
    void aTagThatMovedIsPulledAgain() {
        ImageReference app = reference("team/app:1.0");
        pull(app, PullPolicy.ALWAYS);
        reference("team/app@" + this.app.digest());
        registry.push("team/app", "1.0", TestImage.docker("linux/amd64", seed + 2, 1_000));

        pull(app, PullPolicy.ALWAYS);

        assertThat(log).last().asString().startsWith("1 pulled in ");
    }

    @Test
    void pullsByDigest() {
        ImageReference app = reference("team/app:1.0@" + this.app.digest());

        pull(app, PullPolicy.IF_NOT_PRESENT);

        assertThat(engine.find(app, null)).isPresent();
        assertThat(log).anyMatch(line -> line.startsWith("Pulled " + app + " in "));
        remove(app);
        assertThat(engine.find(app, null)).isEmpty();
    }

    @Test
    void signsInOnceForAllImagesOfARegistry() {
        registry.push("team/db", "2", TestImage.oci("linux/amd64", seed + 3, 1_000));

        pull(PullPolicy.ALWAYS, reference("team/app:1.0"), reference("team/db:2"));

        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
        assertThat(log).last().asString().startsWith("2 pulled in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "revoked"})
    void aTokenThatTheRegistryNoLongerAcceptsIsRenewedAndThePullRetried(String end) {
        registry.push("team/db", "2", TestImage.docker("linux/amd64", seed + 3, 40_000));
        pull(PullPolicy.ALWAYS, reference("team/app:1.0"));
        if (end.equals("expired")) {
            registry.expire(aws.passwords());
        } else {
            registry.revoke(aws.passwords());
        }

        pull(PullPolicy.ALWAYS, reference("team/db:2"));

        assertThat(aws.calls("GetAuthorizationToken")).hasSize(2);
        assertThat(log)
                .contains(registry.host() + " rejected the earlier token; requesting a new one")
                .last()
                .asString()
                .startsWith("1 pulled in ");
    }

    @Test
    void aNewTokenThatTheRegistryRejectsIsNotRenewed() {
        registry.fail("/v2/team/app", Fault.status(403, "DENIED", "not authorized"), Fault.ALWAYS);

        assertThatThrownBy(() -> pull(PullPolicy.ALWAYS, reference("team/app:1.0"), reference("team/app:2.0")))
                .isInstanceOf(ExplainedException.class);
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
    }

    @Test
    void ecrSaysWhetherTheTagOrTheRepositoryIsAbsent() {
        ImageReference absent = reference("team/app:9");

        assertThatThrownBy(() -> pull(PullPolicy.ALWAYS, absent, reference("team/none:1")))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("cannot pull " + absent + ": " + engine + " says: ")
                .hasMessageContaining("ECR has no tag 9 in repository 'team/app' in eu-west-1")
                .hasMessageContaining("ECR has no repository 'team/none' in eu-west-1");
    }

    @Test
    void aPullFromAPublicRepositoryIsAnonymous() {
        registry.open("team/app");

        assertThat(engine.pull(reference("team/app:1.0"), null, null, layer -> {}))
                .isNotNull();
        assertThat(registry.calls()).extracting(RegistryStandIn.Call::username).doesNotContain("AWS");
    }

    @Test
    void anEcrTokenIsUsedWithoutARequestToAws() {
        ImageReference app = reference("team/app:1.0");
        Secret token = tokens(KEY).signIn(ecr()).credentials().password();
        int calls = aws.calls().size();

        puller(new EcrToken(token, "the test"))
                .pull(List.of(new ImageToPull(new EngineNames(app, null, null), ecr(), null, PullPolicy.ALWAYS, null)))
                .throwIfFailed();

        assertThat(engine.find(app, null)).isPresent();
        assertThat(log).contains("Signing in to " + registry.host() + " with ECR token of the test");
        assertThat(aws.calls()).hasSize(calls);
    }

    @Test
    void reportsProgressDuringTheDownload() {
        registry.push("team/big", "1", TestImage.docker("linux/amd64", seed + 4, 2_000_000, 2_000_000));
        registry.throttle(500_000);
        ImageReference big = reference("team/big:1");

        List<LayerProgress> told = new ArrayList<>();
        engine.pull(big, null, tokens(KEY).signIn(ecr()).credentials(), told::add);

        assertThat(told)
                .anyMatch(layer ->
                        layer.stage() == Stage.DOWNLOADING && layer.current() > 0 && layer.current() < layer.total())
                .anyMatch(layer -> layer.stage() == Stage.COMPLETE);
    }

    @Test
    void pullsForTheGivenPlatform() {
        TestImage arm = TestImage.oci("linux/arm64", seed + 6, 1_000);
        registry.push("team/multi", "1", TestImage.index(TestImage.oci("linux/amd64", seed + 5, 1_000), arm));
        ImageReference multi = reference("team/multi:1");
        Platform platform = Platform.parse("linux/arm64");

        puller(KEY)
                .pull(List.of(
                        new ImageToPull(new EngineNames(multi, null, null), ecr(), platform, PullPolicy.ALWAYS, null)))
                .throwIfFailed();

        assertThat(engine.find(multi, platform)).isPresent();
        assertThat(engine.find(multi, Platform.parse("linux/s390x"))).isEmpty();
    }

    @Test
    void aPlatformThatTheImageLacksIsAnErrorEvenIfTheEngineReportsSuccess() {
        ImageReference app = reference("team/app:1.0");
        var image = new ImageToPull(
                new EngineNames(app, null, null), ecr(), Platform.parse("linux/arm64"), PullPolicy.ALWAYS, null);

        assertThatThrownBy(() -> puller(KEY).pull(List.of(image)).throwIfFailed())
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining(app.toString())
                .hasMessageEndingWith(". It is made for linux/amd64: set <platform> to that");
    }

    @Test
    void explainsARegistryThatRefusesTheToken() {
        registry.fail(
                "/v2/team/app",
                Fault.status(403, "DENIED", "User is not authorized to perform: ecr:BatchGetImage"),
                Fault.ALWAYS);

        assertThatThrownBy(() -> pull(reference("team/app:1.0"), PullPolicy.ALWAYS))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("the principal needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "403, DENIED,            Your authorization token has expired. Reauthenticate and try again., EXPIRED|REFUSED",
        "403, DENIED,            User is not authorized to perform: ecr:BatchGetImage,                REFUSED",
        "401, UNAUTHORIZED,      Not Authorized,                                                      REFUSED",
        "404, MANIFEST_UNKNOWN,  Requested image not found,                                           NOT_FOUND",
        "404, NAME_UNKNOWN,      The repository with name 'team/app' does not exist,                  NOT_FOUND",
        "503, UNAVAILABLE,       Service Unavailable,                                                 TEMPORARY",
    })
    void everyEngineReportsTheRefusalOfTheRegistry(int status, String code, String message, String kind) {
        registry.fail("/v2/team/app", Fault.status(status, code, message), Fault.ALWAYS);

        assertThat(kindOfFailure(
                                reference("team/app:1.0"),
                                null,
                                tokens(KEY).signIn(ecr()).credentials())
                        .name())
                .matches(kind);
    }

    @Test
    void everyEngineReportsThatTheRegistryRequiresCredentials() {
        assertThat(kindOfFailure(reference("team/app:1.0"), null, null)).isEqualTo(Kind.REFUSED);
    }

    @Test
    void everyEngineReportsThatAnIndexLacksThePlatform() {
        registry.push("team/multi", "1", TestImage.index(TestImage.oci("linux/amd64", seed + 7, 1_000)));

        assertThat(kindOfFailure(
                        reference("team/multi:1"),
                        Platform.parse("linux/s390x"),
                        tokens(KEY).signIn(ecr()).credentials()))
                .isEqualTo(Kind.NO_PLATFORM);
    }

    @Test
    void everyEngineDescribesItself() {
        EngineDescription description = engine.descriptionWithStore();

        assertThat(engine)
                .hasToString(description.product() + " " + description.version() + " at " + description.address());
        assertThat(description).hasNoNullFieldsOrProperties();
    }

    @Test
    void aTruncatedLayerLeavesNoImage() {
        registry.fail("/blobs/", Fault.cut(), Fault.ALWAYS);
        ImageReference app = reference("team/app:1.0");

        assertThatThrownBy(() -> pull(app, PullPolicy.ALWAYS))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot pull " + app);
        assertThat(engine.find(app, null)).isEmpty();
    }

    @Test
    void oneBadImageDoesNotPreventTheOthers() {
        ImageReference app = reference("team/app:1.0");
        ImageReference absent = reference("team/absent:1");

        assertThatThrownBy(() -> pull(PullPolicy.ALWAYS, absent, app))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("1 of 2 images could not be pulled: cannot pull " + absent);
        assertThat(engine.find(app, null)).isPresent();
    }

    @Test
    void removalOfAnAbsentImageIsReported() {
        ImageReference absent = reference("team/absent:1");

        remove(absent);

        assertThat(log).containsExactly(absent + " is not present; nothing to remove");
    }

    @Test
    void anImageThatAContainerUsesIsKeptAndTheContainerIsNamed() {
        ImageReference app = reference("team/app:1.0");
        pull(app, PullPolicy.ALWAYS);

        try (var container = new UnusedContainer(app.toString())) {
            assertThatThrownBy(() -> remove(app))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessageStartingWith("cannot remove " + app + ": container '" + container.name() + "' (")
                    .hasMessageContaining(" uses it; " + engine + " says: ")
                    .hasMessageEndingWith(". Remove the container first ('docker rm'), or set force (-Decr.force)");
            assertThat(engine.find(app, null)).isPresent();
        }
    }

    @Test
    void forceUntagsAnImageThatAContainerUses() {
        ImageReference app = reference("team/app:1.0");
        pull(app, PullPolicy.ALWAYS);

        try (var container = new UnusedContainer(app.toString())) {
            remove(app, true);

            assertThat(container.name()).isNotEmpty();
            assertThat(engine.find(app, null)).isEmpty();
            assertThat(log).contains("Untagged " + app);
        }
    }

    private ImageReference reference(String name) {
        ImageReference reference = ImageReference.parse(registry.host() + "/" + name);
        pulled.add(reference);
        return reference;
    }

    private OneModulePuller puller(CredentialSource source) {
        return puller(source, 3, usage());
    }

    private TagUsage usage() {
        return new TagUsage(new ConcurrentHashMap<>(), folder.resolve("pulled.txt"));
    }

    private void pull(ImageReference reference, PullPolicy policy) {
        pull(policy, reference);
    }

    private void pull(PullPolicy policy, ImageReference... references) {
        puller(KEY)
                .pull(List.of(references).stream()
                        .map(reference ->
                                new ImageToPull(new EngineNames(reference, null, null), ecr(), null, policy, null))
                        .toList())
                .throwIfFailed();
    }

    private Kind kindOfFailure(ImageReference reference, Platform platform, RegistryCredentials credentials) {
        PullException failure = catchThrowableOfType(
                PullException.class, () -> engine.pull(reference, platform, credentials, layer -> {}));
        return failure.kind();
    }

    private void remove(ImageReference reference) {
        remove(reference, false);
    }

    private void remove(ImageReference reference, boolean force) {
        new ImageRemover(
                        engine,
                        new BuildImageCache(new ConcurrentHashMap<>()),
                        usage(),
                        new RemoveOptions(false, force, false, true),
                        new RemovalLog(log::add, log::add, log::add))
                .remove(List.of(new EngineNames(reference, null, null)), kept -> {});
    }
}
