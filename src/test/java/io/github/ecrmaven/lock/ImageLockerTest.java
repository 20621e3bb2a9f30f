package io.github.ecrmaven.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Locks several images in parallel. */
class ImageLockerTest {
    private static final String ONE = "sha256:" + "1".repeat(64);

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final TestImage image = TestImage.docker("linux/amd64", 1, 1_000);
    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
        aws.serve(registry);
        registry.push("team/app", "1.0", image);
        registry.push("team/app", "latest", image);
    }

    @AfterEach
    void stop() {
        registry.close();
        aws.close();
    }

    @Test
    void requestsEachTagOnceAndNoDigest() {
        assertThat(lock("team/app:1.0", "team/app", "team/app:1.0", "team/app@" + ONE, "team/app:2@" + ONE))
                .extracting(ImageReference::toString)
                .containsExactly(
                        registry.host() + "/team/app:1.0@" + image.digest(),
                        registry.host() + "/team/app:latest@" + image.digest());
        assertThat(registry.requests())
                .containsExactlyInAnyOrder("GET /v2/team/app/manifests/1.0", "GET /v2/team/app/manifests/latest");
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
        assertThat(log).containsExactly("Signing in to " + registry.host() + " with access key of the test");
    }

    /** The request for the tag also makes ECR's pull-through cache fetch the image. */
    @Test
    void anImageWithAMirrorIsLockedUnderItsOwnName() {
        ImageReference inEcr = ImageReference.parse(registry.host() + "/docker-hub/library/postgres:16");
        registry.push("docker-hub/library/postgres", "16", image);

        assertThat(lock(List.of(new ImageToPull(
                        new EngineNames(inEcr, ImageReference.parse("postgres:16"), null),
                        declared(),
                        null,
                        PullPolicy.ALWAYS,
                        null))))
                .extracting(ImageReference::toString)
                .containsExactly("postgres:16@" + image.digest());
        assertThat(registry.requests()).containsExactly("GET /v2/docker-hub/library/postgres/manifests/16");
    }

    @Test
    void reportsAllFailuresWithTheirImages() {
        String missing = " says: MANIFEST_UNKNOWN: Requested image not found. ECR has no tag ";

        assertThatThrownBy(() -> lock("team/app:1.0", "team/app:8", "team/app:9"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("2 of 3 images could not be locked:" + failure("8", missing) + failure("9", missing));
    }

    @Test
    void reportsAFailedSignInOnce() {
        aws.deny("ecr:GetAuthorizationToken");

        assertThatThrownBy(() -> lock("team/app:1.0", "team/app:2.0"))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("2 of 2 images could not be locked: no ECR authorization token for "
                        + registry.host() + " with access key of the test: AccessDeniedException: ")
                .hasMessageNotContaining("wJalrXUtnFEMI");
        // One request without the SDK's client and one with it, for both images together
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(2);
        assertThat(registry.requests()).isEmpty();
    }

    private String failure(String tag, String reason) {
        return "\n  - cannot find the digest of " + registry.host() + "/team/app:" + tag + ": " + registry.host()
                + reason + tag + " in repository 'team/app' in eu-west-1. Push the image, or correct the reference";
    }

    @Test
    void anImageThatIsNeverPulledIsNotLocked() {
        assertThat(lock(PullPolicy.NEVER, "team/local:1", "team/app:1.0")).isEmpty();
        assertThat(registry.requests()).isEmpty();
    }

    private List<ImageReference> lock(String... names) {
        return lock(PullPolicy.IF_NOT_PRESENT, names);
    }

    private List<ImageReference> lock(PullPolicy policy, String... names) {
        return lock(Stream.of(names)
                .map(name -> ImageReference.parse(registry.host() + "/" + name))
                .map(image -> new ImageToPull(new EngineNames(image, null, null), declared(), null, policy, null))
                .toList());
    }

    private EcrRegistry declared() {
        return EcrRegistry.declared(registry.host(), "eu-west-1");
    }

    private List<ImageReference> lock(List<ImageToPull> images) {
        var key = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");
        try (var session = SignIns.session(key, null)) {
            var tokens = new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add);
            return new ImageLocker(tokens, new ManifestDigests(session, log::add), log::add).lock(images);
        }
    }
}
