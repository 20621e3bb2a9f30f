package io.github.ecrmaven.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.aws.CallerLookup;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImage;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of a check, even if parts of the check fail. */
class ImageCheckerTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String OTHER_HOST = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DEVELOPER = "arn:aws:iam::123456789012:user/developer";
    private static final String APP = HOST + "/team/app:1.0";
    private static final CredentialSource KEY = key("wJalrXUtnFEMI");

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final TestImage amd64 = TestImage.docker("linux/amd64", 1, 10_000);
    private final TestImage arm64 = TestImage.docker("linux/arm64", 2, 20_000, 30_000);
    private final TestImage attestation = TestImage.docker("unknown/unknown", 3, 1_000);
    private final TestImage index = TestImage.index(amd64, arm64, attestation);
    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final EngineStandIn engine = new EngineStandIn();
    private final Map<String, CredentialSource> sources = new HashMap<>(Map.of(HOST, KEY, OTHER_HOST, KEY));
    private final List<String> log = new ArrayList<>();
    private String engineAddress = engine.uri().toString();
    private final SortedMap<String, String> locked = new TreeMap<>();
    private boolean offline;

    @BeforeEach
    void start() {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
        aws.serve(registry);
        registry.push("team/app", "1.0", index);
    }

    @AfterEach
    void stop() {
        engine.close();
        registry.close();
        aws.close();
    }

    @Test
    void reportsEverything() {
        engine.answer("GET /info", 200, "{\"Driver\":\"overlay2\"}");
        engine.has(APP, "linux", "amd64");

        CheckReport report = check(image(APP), image(HOST + "/team/app@" + arm64.digest()));

        assertThat(report.problems()).isEmpty();
        assertThat(report.success()).isEqualTo("Everything is in place: 2 images in 1 registry");
        assertThat(report.engine())
                .isEqualTo(new EngineDescription(
                        "Docker",
                        "28.5.2",
                        engineAddress,
                        "dockerHost parameter",
                        "1.44",
                        "1.48",
                        "1.24",
                        "linux",
                        "amd64",
                        "overlay2"));
        CheckedRegistry checked = only(report.registries());
        assertThat(checked.registry().host()).isEqualTo(HOST);
        assertThat(checked.caller()).isEqualTo(new Caller("access key of the test", DEVELOPER, "123456789012", null));
        assertThat(checked.signedIn()).isTrue();
        assertThat(Duration.between(Instant.now(), checked.tokenExpiresAt()))
                .isBetween(Duration.ofMinutes(719), Duration.ofHours(12));
        assertThat(checked.notes()).isEmpty();
        assertThat(checked.images())
                .extracting(CheckedImage::inEcr)
                .containsExactly(found(index, amd64, "linux/amd64", "linux/arm64"), found(arm64, arm64, "linux/arm64"));
        assertThat(checked.images()).extracting(CheckedImage::inEngine).containsExactly(true, false);
    }

    @Test
    void pullsNothing() {
        check(image(APP));

        assertThat(registry.requests()).isEmpty();
        assertThat(engine.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void thePlatformOfASinglePlatformImageIsReadFromItsConfiguration() {
        registry.push("team/app", "2.0", amd64);

        assertThat(inspect(HOST + "/team/app:2.0")).isEqualTo(found(amd64, amd64, "linux/amd64"));
        assertThat(registry.requests()).singleElement().asString().startsWith("GET /layers/team/app/sha256:");
    }

    // Platforms

    @Test
    void theSizeIsThatOfTheRequestedPlatform() {
        CheckReport report = check(image(APP, "linux/arm64", PullPolicy.ALWAYS));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).inEcr()).isEqualTo(found(index, arm64, "linux/amd64", "linux/arm64"));
    }

    @Test
    void withoutAnEngineTheSizeIsThatOfTheFirstPlatform() {
        registry.push("team/app", "1.0", TestImage.index(arm64, amd64));
        engineAddress = "tcp://127.0.0.1:1";

        assertThat(onlyImage(check(image(APP))).inEcr().size()).isEqualTo(arm64.size());
    }

    @Test
    void aRequestedPlatformThatAnIndexLacksIsAProblem() {
        assertThat(check(image(APP, "linux/s390x", PullPolicy.ALWAYS)).problems())
                .containsExactly(APP + ": not made for linux/s390x. It is made for linux/amd64, linux/arm64: set"
                        + " <platform> to one of them");
    }

    @Test
    void aRequestedPlatformThatIsNotThatOfTheImageIsAProblem() {
        registry.push("team/app", "1.0", amd64);

        assertThat(check(image(APP, "linux/s390x", PullPolicy.ALWAYS)).problems())
                .containsExactly(
                        APP + ": not made for linux/s390x. It is made for linux/amd64: set <platform> to that");
    }

    @Test
    void aHelmChartIsAProblem() {
        registry.push("team/app", "1.0", TestImage.helmChart());

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": ECR has a Helm chart there"
                        + " (application/vnd.cncf.helm.config.v1+json), not a container image. Correct the"
                        + " reference, or remove it here and get it with its own tool");
    }

    @Test
    void theTypeOfAnArtifactBecomesOneSafeLine() {
        registry.push("team/app", "1.0", TestImage.artifact("application/x\n::a\u001b[2J\u202eb"));

        assertThat(only(check(image(APP)).problems())).contains("(application/x ::a [2J b)");
    }

    @Test
    void anotherArtifactIsAProblem() {
        registry.push("team/app", "1.0", TestImage.artifact("application/spdx+json"));

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": ECR has something of another type there (application/spdx+json), not"
                        + " a container image. Correct the reference, or remove it here and get it with its own tool");
    }

    @Test
    void anIndexWithoutThePlatformOfTheEngineIsAProblem() {
        registry.push("team/app", "1.0", TestImage.index(arm64));

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": not made for linux/amd64, the engine's platform. It is made for linux/arm64:"
                        + " set <platform> to that");
    }

    @Test
    void aSinglePlatformImageForAnotherPlatformThanTheEnginesIsAccepted() {
        registry.push("team/app", "1.0", arm64);

        assertThat(check(image(APP)).problems()).isEmpty();
    }

    @Test
    void theRequestedVariantIsPreferred() {
        TestImage v6 = TestImage.oci("linux/arm/v6", 4, 1_000);
        TestImage v7 = TestImage.oci("linux/arm/v7", 5, 2_000);
        registry.push("team/app", "1.0", TestImage.index(v6, v7));

        CheckReport report = check(image(APP, "linux/arm/v7", PullPolicy.ALWAYS));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).inEcr().size()).isEqualTo(v7.size());
    }

    // The engine

    @Test
    void withoutAnEngineTheRestIsReported() {
        engineAddress = "tcp://127.0.0.1:1";

        CheckReport report = check(image(APP));

        assertThat(report.engine()).isNull();
        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("no container engine at tcp://127.0.0.1:1 (dockerHost parameter): ");
        assertThat(onlyImage(report).inEcr().digest()).isEqualTo(index.digest());
        assertThat(onlyImage(report).inEngine()).isNull();
    }

    @Test
    void aFailedInspectionIsItsOwnProblem() {
        engine.answer("GET /images/" + APP + "/json", 500, "{\"message\":\"disk error\"}");

        CheckReport report = check(image(APP));

        assertThat(report.problems())
                .containsExactly(
                        "cannot look for " + APP + ": Docker 28.5.2 at " + engineAddress + " says: disk error");
        assertThat(onlyImage(report).inEngine()).isNull();
        assertThat(onlyImage(report).inEcr().exists()).isTrue();
    }

    // Signing in

    @Test
    void withoutCredentialsForOneRegistryTheOthersAreReported() {
        sources.put(OTHER_HOST, new Profile("absent"));

        CheckReport report = check(image(OTHER_HOST + "/team/a:1"), image(OTHER_HOST + "/team/b:1"), image(APP));

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("no AWS credentials for " + OTHER_HOST + " from AWS profile 'absent': ");
        assertThat(report.registries()).hasSize(2);
        assertThat(report.registries().get(0).caller()).isNull();
        assertThat(report.registries().get(0).signedIn()).isFalse();
        assertThat(report.registries().get(0).images())
                .hasSize(2)
                .allMatch(image -> image.inEcr().equals(EcrImage.unknown()) && !image.inEngine());
        assertThat(report.registries().get(1).images().get(0).inEcr().exists()).isTrue();
    }

    @Test
    void aDeniedTokenIsAProblemButTheImagesAreReported() {
        aws.deny("ecr:GetAuthorizationToken");

        CheckReport report = check(image(APP), image(HOST + "/team/app:9"));

        assertThat(report.problems())
                .containsExactly(
                        "no ECR authorization token for " + HOST + " with access key of the test:"
                                + " AccessDeniedException: User: " + DEVELOPER
                                + " is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no"
                                + " identity-based policy allows the ecr:GetAuthorizationToken action."
                                + " Add to a policy of this principal: {\"Effect\": \"Allow\", \"Action\":"
                                + " \"ecr:GetAuthorizationToken\", \"Resource\": \"*\"}",
                        HOST + "/team/app:9: ECR has no tag 9 in repository 'team/app' of account 123456789012 in"
                                + " eu-west-1. Push the image, or correct the reference");
        assertThat(only(report.registries()).caller().arn()).isEqualTo(DEVELOPER);
        assertThat(only(report.registries()).signedIn()).isFalse();
        assertThat(only(report.registries()).tokenExpiresAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"images": [], "failures": []}                                     | digest
            {"images": [{}], "failures": []}                                   | digest
            {"images": [{"imageManifest": "{}"}], "failures": []}              | digest
            {"images": [{"imageId": {"imageDigest": "x"}}], "failures": []}    | manifest
            """)
    void anIncompleteResponseOfEcrIsAProblem(String answer, String lacking) {
        aws.fail("BatchGetImage", Fault.body(answer));

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": ECR's answer has no " + lacking + " for it. Is the endpoint really ECR's?");
    }

    @Test
    void aManifestThatDoesNotMatchItsDigestIsAProblem() {
        String other = "sha256:" + "0".repeat(64);
        aws.fail(
                "BatchGetImage",
                Fault.body("{\"images\": [{\"imageId\": {\"imageDigest\": \"" + other
                        + "\"}, \"imageManifest\": \"{}\"}], \"failures\": []}"));

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": ECR says that the digest is " + other + ", but sent a manifest of"
                        + " sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a."
                        + " Is the endpoint really ECR's?");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectsAreNotFollowed(int status) {
        try (var elsewhere = new AwsStandIn()) {
            for (String operation : List.of("GetAuthorizationToken", "BatchGetImage", "GetDownloadUrlForLayer")) {
                // A token is requested first without the SDK's client, and then with it.
                int times = operation.equals("GetAuthorizationToken") ? 2 : 1;
                aws.fail(operation, Fault.redirect(status, elsewhere.endpoint().toString()), times);

                assertThat(check(image(APP)).problems())
                        .singleElement()
                        .asString()
                        .contains("HTTP status " + status);
            }
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @Test
    void aWrongSecretIsReportedOnce() {
        sources.put(HOST, key("not-its-secret"));

        CheckReport report = check(image(APP), image(HOST + "/team/app:9"));

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("no ECR authorization token for " + HOST + " with access key of the test:"
                        + " InvalidSignatureException: ")
                .doesNotContain("not-its-secret");
        assertThat(only(report.registries()).caller().unknownReason()).startsWith("SignatureDoesNotMatch: ");
        assertThat(aws.calls("BatchGetImage")).hasSize(1);
    }

    @Test
    void aCallerThatStsDoesNotNameIsNotAProblem() {
        aws.fail("GetCallerIdentity", Fault.status(403, "AccessDenied", "explicitly denied"), Fault.ALWAYS);

        CheckReport report = check(image(APP));

        assertThat(report.problems()).isEmpty();
        assertThat(only(report.registries()).caller())
                .isEqualTo(new Caller("access key of the test", null, null, "AccessDenied: explicitly denied"));
    }

    @Test
    void withAnEcrTokenTheImagesAreNotChecked() {
        sources.put(HOST, new EcrToken(new Secret("a ready token"), "the test"));

        CheckReport report = check(image(APP));

        assertThat(report.problems()).isEmpty();
        assertThat(only(report.registries()))
                .isEqualTo(new CheckedRegistry(
                        EcrRegistry.parse(HOST),
                        new Caller("ECR token of the test", null, null, "an ECR token does not say whose it is"),
                        true,
                        null,
                        List.of("images not checked: an ECR token can only pull; ECR's API needs AWS credentials"),
                        List.of(new CheckedImage(image(APP), EcrImage.unknown(), false, null))));
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void theImagesOfEcrPublicAreNotChecked() {
        sources.put("public.ecr.aws", KEY);

        CheckReport report = check(image("public.ecr.aws/team/app:1.0"));

        assertThat(report.problems()).isEmpty();
        CheckedRegistry checked = only(report.registries());
        assertThat(checked.caller().arn()).isEqualTo(DEVELOPER);
        assertThat(checked.signedIn()).isTrue();
        assertThat(checked.notes())
                .containsExactly("images not checked: ECR Public has no API for images of other accounts");
        assertThat(onlyImage(report).inEcr()).isEqualTo(EcrImage.unknown());
    }

    @Test
    void ecrPublicNeedsNoCredentials() {
        sources.put("public.ecr.aws", new DefaultChain("nothing"));

        CheckReport report = check(image("public.ecr.aws/team/app:1.0"));

        assertThat(report.problems()).isEmpty();
        CheckedRegistry checked = only(report.registries());
        assertThat(checked.caller())
                .isEqualTo(new Caller("none", null, null, "no AWS credentials found, and public.ecr.aws needs none"));
        assertThat(checked.signedIn()).isFalse();
        assertThat(checked.tokenExpiresAt()).isNull();
        assertThat(checked.notes())
                .containsExactly(
                        "images not checked: ECR Public has no API for images of other accounts",
                        "not signed in: its images are pulled anonymously");
    }

    // Images

    @Test
    void anUnknownRepositoryIsAProblem() {
        CheckReport report = check(image(HOST + "/team/absent:1"));

        assertThat(report.problems())
                .containsExactly(HOST + "/team/absent:1: ECR has no repository 'team/absent' of account 123456789012 in"
                        + " eu-west-1. Check its name, and the account and region in the registry's host");
        assertThat(onlyImage(report).inEcr().exists()).isFalse();
    }

    @Test
    void anArchivedImageExistsAndIsAProblem() {
        registry.archive("team/app", "1.0");

        CheckReport report = check(image(APP));

        assertThat(report.problems())
                .containsExactly(APP + ": ECR has archived this image. Restore it: aws ecr"
                        + " update-image-storage-class --registry-id 123456789012 --region eu-west-1"
                        + " --repository-name team/app --image-id imageTag=1.0"
                        + " --target-storage-class STANDARD");
        assertThat(onlyImage(report).inEcr().exists()).isTrue();
        assertThat(onlyImage(report).inEcr().digest()).isEqualTo(index.digest());
    }

    @Test
    void withoutDescribeImagesAnArchivedImageLooksAbsent() {
        registry.archive("team/app", "1.0");
        aws.deny("ecr:DescribeImages");

        CheckReport report = check(image(APP));

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(APP + ": ECR has no tag 1.0 in repository 'team/app'");
        assertThat(onlyImage(report).inEcr().notes())
                .containsExactly("archived or absent; which of them is unknown, because AWS denies ecr:DescribeImages");
    }

    @Test
    void aReasonThatImagesShareIsReportedOnce() {
        aws.deny("ecr:BatchGetImage");

        CheckReport report = check(image(APP), image(HOST + "/team/app:2.0"));

        assertThat(report.problems())
                .containsExactly(APP + ", " + HOST + "/team/app:2.0: ECR says: AccessDeniedException: User: "
                        + DEVELOPER + " is not authorized to perform: ecr:BatchGetImage on resource:"
                        + " arn:aws:ecr:eu-west-1:123456789012:repository/team/app because no identity-based policy"
                        + " allows the ecr:BatchGetImage action. A pull needs ecr:GetAuthorizationToken on *, and"
                        + " ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a"
                        + " repository of another account must allow it in its policy too");
        assertThat(only(report.registries()).images())
                .allMatch(image -> image.inEcr().exists() == null);
    }

    @Test
    void deniedLayerDownloadsAreAProblemEvenIfThePlatformIsKnown() {
        aws.deny("ecr:GetDownloadUrlForLayer");

        CheckReport report = check(image(APP));

        assertThat(report.problems())
                .containsExactly(APP + ": AWS denies ecr:GetDownloadUrlForLayer, which a pull needs:"
                        + " AccessDeniedException: User: " + DEVELOPER + " is not authorized to perform:"
                        + " ecr:GetDownloadUrlForLayer on resource:"
                        + " arn:aws:ecr:eu-west-1:123456789012:repository/team/app"
                        + " because no identity-based policy allows the ecr:GetDownloadUrlForLayer action."
                        + " Allow it on the repository; one of another account must allow it in its policy too");
        assertThat(onlyImage(report).inEcr().platforms()).hasSize(2);
        assertThat(onlyImage(report).inEcr().size()).isEqualTo(amd64.size());
    }

    @Test
    void aConfigurationThatCannotBeReadIsANote() {
        registry.push("team/app", "1.0", amd64);
        registry.fail("/layers/", Fault.status(503, "", "Slow Down"), Fault.ALWAYS);

        CheckReport report = check(image(APP));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).inEcr().platforms()).isEmpty();
        assertThat(onlyImage(report).inEcr().notes())
                .containsExactly("platform unknown: no configuration from 127.0.0.1: HTTP status 503");
    }

    @Test
    void aConfigurationThatArrivesTooSlowlyIsANote() {
        registry.push("team/app", "1.0", amd64);
        registry.fail("/layers/", Fault.drip(1), Fault.ALWAYS);

        assertThat(onlyImage(check(image(APP))).inEcr().notes())
                .containsExactly("platform unknown: no configuration from 127.0.0.1: no answer within 10 s");
    }

    @Test
    void anIndexWhoseImageIsGoneIsAProblem() {
        registry.archive("team/app", amd64.digest());

        assertThat(check(image(APP)).problems())
                .containsExactly(APP + ": its index names " + amd64.digest()
                        + ", but ECR says: ImageNotFound: Requested image not found");
    }

    @Test
    void aFailureOfTheUpstreamRegistryIsAProblem() {
        aws.failImages("docker-hub/library/alpine", "UpstreamAccessDenied", "upstream denied");

        assertThat(check(image(HOST + "/docker-hub/library/alpine:3")).problems())
                .containsExactly(HOST + "/docker-hub/library/alpine:3: ECR says: UpstreamAccessDenied: upstream denied."
                        + " Check the credentials that the pull-through cache rule keeps in AWS Secrets Manager for its"
                        + " upstream registry");
    }

    @Test
    void afterAnInvalidResponseEcrIsNotAskedForTheNextImage() {
        aws.fail("BatchGetImage", Fault.body("<html>Sign in to the network</html>"), Fault.ALWAYS);

        CheckReport report = check(image(APP), image(HOST + "/team/app:2.0"));

        assertThat(report.problems())
                .containsExactly("cannot ask ECR for the images of " + HOST + ": the answer is not JSON, after"
                        + " 3 attempts."
                        + " Check the endpoint, and the network for a proxy that answers in place of AWS");
        assertThat(only(report.registries()).images())
                .allMatch(image -> image.inEcr().equals(EcrImage.unknown()));
        assertThat(aws.calls("BatchGetImage"))
                .isNotEmpty()
                .allMatch(call -> call.body().contains("\"imageTag\":\"1.0\""));
    }

    // Locked tags

    @Test
    void aLockedTagThatHasNotMovedIsReportedWithItsDigest() {
        String app = lock("team/app:1.0", index.digest());

        CheckReport report = check(declared(app));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).tagDigest()).isEqualTo(index.digest());
        assertThat(onlyImage(report).inEcr().notes()).isEmpty();
    }

    @Test
    void aLockedTagThatHasMovedIsANote() {
        String app = lock("team/app:1.0", index.digest());
        registry.push("team/app", "1.0", arm64);

        CheckReport report = check(declared(app));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).inEcr().digest()).isEqualTo(index.digest());
        assertThat(onlyImage(report).tagDigest()).isEqualTo(arm64.digest());
        assertThat(onlyImage(report).inEcr().notes())
                .containsExactly("moved since ecr.lock: " + index.digest().substring(0, 19) + " -> "
                        + arm64.digest().substring(0, 19) + "; 'mvn ecr:lock' takes the new one");
    }

    @Test
    void aLockedTagThatIsAbsentIsANote() {
        String app = lock("team/app:2.0", index.digest());

        CheckReport report = check(declared(app));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).tagDigest()).isNull();
        assertThat(onlyImage(report).inEcr().notes())
                .singleElement()
                .asString()
                .startsWith("unknown whether its tag has moved: cannot find the digest of " + registry.host()
                        + "/team/app:2.0: " + registry.host() + " says: MANIFEST_UNKNOWN: ");
    }

    /** As in a pull, because a pull-through cache fetches images by tag only. */
    @Test
    void aLockedImageOfAMirrorIsFetchedByItsTag() {
        registry.pushUpstream("docker-hub/library/postgres", "16", index);

        CheckReport report = check(mirrored("postgres:16", index.digest()));

        assertThat(report.problems()).isEmpty();
        assertThat(onlyImage(report).inEcr().exists()).isTrue();
        assertThat(onlyImage(report).tagDigest()).isEqualTo(index.digest());
        assertThat(aws.calls("BatchGetImage"))
                .filteredOn(call -> call.body().contains("\"imageTag\":\"16\""))
                .hasSize(1);
    }

    @Test
    void aLockedImageOfAMirrorThatEcrAlreadyHasIsRequestedByDigestOnly() {
        registry.push("docker-hub/library/postgres", "16", index);

        CheckReport report = check(mirrored("postgres:16", index.digest()));

        assertThat(report.problems()).isEmpty();
        assertThat(aws.calls("BatchGetImage"))
                .isNotEmpty()
                .noneMatch(call -> call.body().contains("imageTag"));
    }

    @Test
    void aLockedImageOfAMirrorWhoseTagHasMovedIsAProblem() {
        registry.pushUpstream("docker-hub/library/postgres", "16", arm64);
        ImageToPull image = mirrored("postgres:16", index.digest());

        CheckReport report = check(image);

        assertThat(report.problems())
                .containsExactly(image.names().described() + ": ECR has no digest " + index.digest()
                        + " in repository 'docker-hub/library/postgres' in eu-west-1. Its pull-through cache fetches"
                        + " images by their tags alone: check whether postgres:16 names another image by now, which"
                        + " 'mvn ecr:lock' locks");
    }

    /** Returns an image with a mirror, locked under its own name. */
    private ImageToPull mirrored(String name, String digest) {
        sources.put(registry.host(), KEY);
        locked.put(name, digest);
        ImageReference own = ImageReference.parse(name + "@" + digest);
        return new ImageToPull(
                new EngineNames(ImageReference.parse(registry.host() + "/docker-hub/library/" + own), own, null),
                EcrRegistry.declared(registry.host(), "eu-west-1"),
                null,
                PullPolicy.IF_NOT_PRESENT,
                null);
    }

    @Test
    void anImageThatIsNotInTheLockFileIsChecked() {
        lock("team/other:1.0", index.digest());

        CheckReport report = check(image(APP));

        assertThat(onlyImage(report).inEcr().exists()).isTrue();
        assertThat(onlyImage(report).tagDigest()).isNull();
    }

    /** Locks a tag at this digest, and returns the locked image. */
    private String lock(String name, String digest) {
        sources.put(registry.host(), KEY);
        locked.put(registry.host() + "/" + name, digest);
        return registry.host() + "/" + name + "@" + digest;
    }

    private static ImageToPull declared(String name) {
        ImageReference reference = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(reference, null, null),
                EcrRegistry.declared(reference.registry(), "eu-west-1"),
                null,
                PullPolicy.defaultFor(reference),
                null);
    }

    // Without a pull

    @Test
    void anImageThatIsNeverPulledIsCheckedOnlyInTheEngine() {
        engine.has(APP, "linux", "amd64");

        CheckReport report =
                check(image(APP, null, PullPolicy.NEVER), image(HOST + "/team/app:2.0", null, PullPolicy.NEVER));

        assertThat(report.problems())
                .containsExactly(HOST + "/team/app:2.0 is not in Docker 28.5.2 at " + engineAddress
                        + ", and its pull policy is Never. Put it there, or set pullPolicy to IfNotPresent or Always");
        assertThat(only(report.registries()).notes())
                .containsExactly("not signed in: no image is to be pulled from it");
        assertThat(only(report.registries()).images())
                .allMatch(image -> image.inEcr().equals(EcrImage.unknown("not checked: its pull policy is Never")));
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void offlineOnlyTheEngineIsChecked() {
        offline = true;

        CheckReport report = check(image(APP));

        assertThat(report.problems())
                .containsExactly(APP + " is not in Docker 28.5.2 at " + engineAddress
                        + ", and Maven is offline. Run without -o once to pull it");
        assertThat(onlyImage(report).inEcr()).isEqualTo(EcrImage.unknown("not checked: Maven is offline"));
        assertThat(only(report.registries()).notes()).containsExactly("not signed in: Maven is offline");
        assertThat(aws.calls()).isEmpty();
    }

    private CheckReport check(ImageToPull... images) {
        try (var session = new AwsSession(
                registry -> new RegistryAccess(registry, sources.get(registry.host()), null),
                Environments.ofJvm(),
                List.of(),
                line -> {})) {
            return new ImageChecker(
                            () -> Engines.connect(Engines.at(engineAddress)),
                            new CallerLookup(session),
                            new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add),
                            new EcrImages(session),
                            new ManifestDigests(session, log::add),
                            new LockFile(Path.of("ecr.lock"), () -> "mvn ecr:lock", !locked.isEmpty(), locked),
                            offline)
                    .check(List.of(images));
        }
    }

    private EcrImage inspect(String name) {
        return onlyImage(check(image(name))).inEcr();
    }

    private static EcrImage found(TestImage image, TestImage sized, String... platforms) {
        return new EcrImage(
                true,
                image.digest(),
                Stream.of(platforms).map(Platform::parse).toList(),
                sized.size(),
                List.of(),
                List.of());
    }

    private static CheckedImage onlyImage(CheckReport report) {
        return only(only(report.registries()).images());
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static ImageToPull image(String name) {
        return image(name, null, PullPolicy.ALWAYS);
    }

    private static ImageToPull image(String name, String platform, PullPolicy policy) {
        ImageReference reference = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(reference, null, null),
                EcrRegistry.parse(reference.registry()),
                platform == null ? null : Platform.parse(platform),
                policy,
                null);
    }

    private static CredentialSource key(String secret) {
        return new AccessKey("AKIAEXAMPLE", new Secret(secret), null, "the test");
    }
}
