package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.AwsStandIn.Call;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.UnreachablePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's default chain: its sources, their order, and that a broken source is an error and not skipped. */
class CredentialResolverTest {
    private static final EcrRegistry REGISTRY = EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final String NO_CREDENTIALS = "no AWS credentials for " + REGISTRY.host() + " from ";
    private static final CredentialSource CHAIN = new DefaultChain("profile, serverId");
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final String KEYS = "\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = " + SECRET + "\n";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void start() {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set("aws.region", "eu-west-1");
        List.of("AKIAEXAMPLE", "AKIAPROFILE").forEach(id -> aws.accept(id, SECRET));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void usesSystemProperties() {
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(signIn()).isEqualTo("AKIAEXAMPLE with system property aws.accessKeyId");
    }

    @Test
    void usesSystemPropertiesWithASessionToken() {
        aws.accept("ASIAEXAMPLE", SECRET, TOKEN);
        settings.set("aws.accessKeyId", "ASIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);
        settings.set("aws.sessionToken", TOKEN);

        assertThat(signIn()).isEqualTo("ASIAEXAMPLE with system property aws.accessKeyId");
    }

    @Test
    void anAccessKeyIdWithoutItsSecretIsAnError() {
        configureLaterSources();
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");

        assertThat(failure())
                .hasMessage(NO_CREDENTIALS + "system property aws.accessKeyId: aws.secretAccessKey is not"
                        + " set. Set both parts of the access key, or neither");
    }

    @Test
    void aSecretWithoutItsAccessKeyIdIsAnErrorToo() {
        configureLaterSources();
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(failure())
                .hasMessage(NO_CREDENTIALS + "system property aws.accessKeyId: aws.accessKeyId is not set."
                        + " Set both parts of the access key, or neither");
    }

    @Test
    void usesWebIdentity() {
        configureLaterSources();
        configureWebIdentity("header.payload.signature");
        aws.acceptToken("AssumeRoleWithWebIdentity", "header.payload.signature");

        assertThat(signIn()).startsWith("ASIA").endsWith(" with web identity of arn:aws:iam::123456789012:role/ci");
    }

    /** The AWS CLI would use the profile, if it had a role. */
    @ParameterizedTest
    @ValueSource(strings = {"aws.profile", "aws.defaultProfile"})
    void warnsThatWebIdentityPrecedesTheSelectedProfile(String property) {
        settings.config("[profile cross]" + KEYS);
        settings.set(property, "cross");
        configureWebIdentity("header.payload.signature");
        aws.acceptToken("AssumeRoleWithWebIdentity", "header.payload.signature");

        new SignIns(null, log).signIn(REGISTRY, CHAIN);

        assertThat(log)
                .containsExactly(
                        "AWS profile 'cross' of system property " + property + " does not sign in, as system property"
                                + " aws.webIdentityTokenFile comes first. To sign in with the profile, set profile"
                                + " (-Decr.profile)",
                        "Signing in to " + REGISTRY.host() + " with web identity of arn:aws:iam::123456789012:role/ci");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "absent", "region"})
    void doesNotWarnIfNoProfileWithCredentialsIsSelected(String selected) {
        settings.config("[default]" + KEYS + "[profile region]\nregion = us-east-1\n");
        settings.set("aws.profile", selected);
        configureWebIdentity("header.payload.signature");
        aws.acceptToken("AssumeRoleWithWebIdentity", "header.payload.signature");

        signIn();

        assertThat(log).hasSize(1);
    }

    @Test
    void aWebIdentityThatIsRefusedIsAnError() {
        configureLaterSources();
        configureWebIdentity("header.payload.signature");

        assertThat(failure("header.payload.signature"))
                .hasMessage(NO_CREDENTIALS + "web identity of arn:aws:iam::123456789012:role/ci:"
                        + " InvalidIdentityToken: The web identity token could not be validated. Check that the role"
                        + " trusts the identity provider, and that the token is for the audience that the role"
                        + " requires");
    }

    @Test
    void aWebIdentityWithoutItsFileIsAnError() {
        configureLaterSources();
        configureWebIdentity("");
        Path absent = settings.folder().resolve("absent");
        settings.set("aws.webIdentityTokenFile", absent.toString());

        assertThat(failure())
                .hasMessage(NO_CREDENTIALS + "web identity of arn:aws:iam::123456789012:role/ci: cannot read " + absent
                        + " of system property aws.webIdentityTokenFile: there is no such file");
    }

    @Test
    void aWebIdentityWithoutARoleIsAnError() {
        configureLaterSources();
        configureWebIdentity("header.payload.signature");
        settings.set("aws.roleArn", "");

        assertThat(failure())
                .hasMessage(NO_CREDENTIALS + "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is set, but"
                        + " AWS_ROLE_ARN is not");
    }

    @Test
    void usesTheDefaultProfile() {
        configureLaterSources();
        settings.config("[default]" + KEYS);

        assertThat(signIn()).isEqualTo("AKIAPROFILE with AWS profile 'default'");
    }

    @Test
    void usesTheProfileOfAwsProfile() {
        settings.config("[default]\naws_access_key_id = AKIAOTHER\n[profile dev]" + KEYS);
        settings.set("aws.profile", "dev");

        assertThat(signIn()).isEqualTo("AKIAPROFILE with AWS profile 'dev'");
    }

    @Test
    void keysPrecedeTheProfileOfAwsProfile() {
        settings.config("[profile dev]" + KEYS);
        settings.set("aws.profile", "dev");
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(signIn()).startsWith("AKIAEXAMPLE");
    }

    @Test
    void theProfileOfTheGoalPrecedesKeys() {
        settings.config("[profile dev]" + KEYS);
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(signIn(new Profile("dev"))).isEqualTo("AKIAPROFILE with AWS profile 'dev'");
    }

    @Test
    void anAbsentProfileOfAwsProfileIsAnError() {
        configureLaterSources();
        settings.config("[default]" + KEYS);
        settings.set("aws.profile", "nosuch");

        assertThat(failure())
                .hasMessageStartingWith(NO_CREDENTIALS + "AWS profile 'nosuch': there is no such profile in ");
    }

    /** The AWS CLI skips such a profile too. */
    @Test
    void aProfileWithOnlyARegionIsSkipped() {
        configureLaterSources();
        settings.config("[profile ci]\nregion = us-east-1\n");
        settings.set("aws.profile", "ci");

        assertThat(signIn()).endsWith(" with container role");
    }

    @Test
    void aDefaultProfileWithOnlyARegionIsSkipped() {
        configureLaterSources();
        settings.config("[default]\nregion = us-east-1\n");

        assertThat(signIn()).endsWith(" with container role");
    }

    @Test
    void aBrokenDefaultProfileIsAnError() {
        configureLaterSources();
        settings.config("[default]\naws_secret_access_key = " + SECRET);

        assertThat(failure()).hasMessage(NO_CREDENTIALS + "AWS profile 'default': it has no aws_access_key_id");
    }

    @Test
    void emptySettingsAreNotSet() {
        List.of("accessKeyId", "secretAccessKey", "sessionToken", "webIdentityTokenFile", "roleArn", "profile")
                .forEach(setting -> settings.set("aws." + setting, ""));
        settings.config("[default]" + KEYS);

        assertThat(signIn()).isEqualTo("AKIAPROFILE with AWS profile 'default'");
    }

    @Test
    void usesTheContainerRole() {
        configureInstance();
        configureContainer();

        assertThat(signIn()).startsWith("ASIA").endsWith(" with container role");
    }

    @Test
    void aContainerRoleThatIsRefusedIsAnError() {
        configureInstance();
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set("aws.containerAuthorizationToken", TOKEN);

        assertThat(failure())
                .hasMessage(NO_CREDENTIALS + "container role: HTTP status 401 from " + aws.endpoint()
                        + ": Invalid authorization token");
    }

    @Test
    void usesTheInstanceRole() {
        configureInstance();

        assertThat(signIn()).startsWith("ASIA").endsWith(" with instance role");
    }

    @Test
    void explainsAnInstanceWithoutARole() {
        configureInstance();
        aws.fail("GetInstanceCredentials", Fault.status(404, "NotFound", "no role"), Fault.ALWAYS);

        assertThat(failure())
                .hasMessageContaining("container, instance (HTTP status 404 from " + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/). ");
    }

    @Test
    void explainsAnInstanceThatCannotAssumeItsRole() {
        configureInstance();
        aws.fail("GetInstanceCredentials", Fault.body("instance"), 1);
        aws.fail(
                "GetInstanceCredentials",
                Fault.body("{\"Code\": \"AssumeRoleUnauthorizedAccess\", \"LastUpdated\": \"2026-11-24T09:15:00Z\","
                        + " \"Message\": \"EC2 cannot assume the role instance.\"}"));

        assertThat(failure())
                .hasMessageContaining("container, instance (no credentials in the response from " + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/instance: AssumeRoleUnauthorizedAccess: EC2"
                        + " cannot assume the role instance). ");
    }

    /** With this limit, the response with the session token does not reach the container. */
    @Test
    void explainsAHopLimitOf1() {
        configureInstance();
        aws.fail("GetMetadataToken", Fault.delay(Duration.ofSeconds(3)));

        assertThat(failure())
                .hasMessageContaining("container, instance (HTTP status 401 from " + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/, which requires a session token: no answer from "
                        + aws.endpoint() + "/latest/api/token; in a container, raise the instance's metadata hop limit"
                        + " to 2). ");
    }

    @Test
    void explainsInstanceMetadataWithoutVersion2() {
        configureInstance();
        aws.fail("GetMetadataToken", Fault.status(404, "NotFound", "no such page"), Fault.ALWAYS);

        assertThat(failure()).hasMessageContaining("container, instance (HTTP status 401 from ");
        settings.set("aws.disableEc2MetadataV1", "true");
        assertThat(failure())
                .hasMessageContaining("/latest/api/token, and version 1 of instance metadata is switched off). ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            aws.containerCredentialsFullUri | nonsense | is 'nonsense', but must be a URL: https://HOST or http://HOST:PORT
            aws.containerCredentialsFullUri | /creds   | is '/creds', but must be a URL: https://HOST or http://HOST:PORT
            aws.containerCredentialsPath    | creds    | is 'creds', but must be a path such as /v2/credentials/ID
            """)
    void anInvalidContainerCredentialsUriIsAnError(String property, String value, String reason) {
        settings.set(property, value);

        assertThat(failure()).hasMessage("system property " + property + " " + reason);
    }

    /** An invalid setting is an error, but only if no other source provides the credentials. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            aws.disableEc2Metadata              | maybe   | is 'maybe', but must be true or false
            aws.disableEc2MetadataV1            | maybe   | is 'maybe', but must be true or false
            aws.ec2MetadataServiceTimeout       | soon    | is 'soon', but must be a whole number of seconds of at least 1, such as 3600
            aws.ec2MetadataServiceEndpointMode  | IPv5    | is 'IPv5', but must be IPv4 or IPv6
            aws.ec2MetadataServiceEndpoint      | nowhere | is 'nowhere', but must be a URL: https://HOST or http://HOST:PORT
            """)
    void anInvalidSettingOfTheInstanceIsAnErrorOnlyIfItIsUsed(String property, String value, String reason) {
        configureInstance();
        if (property.endsWith("Mode")) {
            settings.set("aws.ec2MetadataServiceEndpoint", "");
        }
        settings.set(property, value);

        assertThat(failure()).hasMessage("system property " + property + " " + reason);
        settings.config("[default]" + KEYS);
        assertThat(signIn()).startsWith("AKIAPROFILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disableEc2Metadata", "disableEc2MetadataV1", "ec2MetadataServiceTimeout"})
    void emptySettingsOfTheInstanceAreNotSet(String setting) {
        configureInstance();
        settings.set("aws." + setting, "");

        assertThat(signIn()).endsWith(" with instance role");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws.maxAttempts         | five   | is 'five', but must be a whole number of at least 1, such as 3
            aws.maxAttempts         | 0      | is '0', but must be a whole number of at least 1, such as 3
            aws.useFipsEndpoint     | maybe  | is 'maybe', but must be true or false
            aws.useDualstackEndpoint| yes    | is 'yes', but must be true or false
            aws.endpointUrl         | no URL | is 'no URL', but must be a URL: https://HOST or http://HOST:PORT
            aws.endpointUrl         | http://user:wJalrXUtnFEMI y@h | contains a user or a password, which AWS does not accept: write https://HOST
            """)
    void anInvalidSettingIsAnError(String property, String value, String reason) {
        settings.set("aws.endpointUrl", "");
        settings.set(property, value);

        assertThat(failure(key("AKIAEXAMPLE"))).hasMessage("system property " + property + " " + reason);
    }

    @Test
    void aRoleIsAssumedInTheRegistrysRegionWithTheCredentialsOfItsSource() {
        aws.accept("AKIASOURCE", SECRET);
        var role = new Role("arn:aws:iam::210987654321:role/pull", "build-7", "nightly", Duration.ofMinutes(20));
        aws.requireExternalId(role.arn(), "build-7");

        assertThat(signIn(new AssumedRole(key("AKIASOURCE"), role)))
                .startsWith("ASIA")
                .endsWith(" with role arn:aws:iam::210987654321:role/pull assumed with access key of the test");
        Call assumed = aws.calls("AssumeRole").get(0);
        assertThat(assumed.region()).isEqualTo("eu-west-1");
        assertThat(assumed.accessKeyId()).isEqualTo("AKIASOURCE");
        assertThat(assumed.parameter("RoleSessionName")).isEqualTo("nightly");
        assertThat(assumed.parameter("DurationSeconds")).isEqualTo("1200");
        assertThat(aws.calls("GetAuthorizationToken").get(0).arn())
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/pull/nightly");
    }

    /** If the clock of AWS is 11 minutes behind, the session of 15 minutes ends in 4 minutes. */
    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT-11M, false"})
    void aRoleIsAssumedAgainIfItsSessionIsAboutToEnd(Duration clock, boolean same) {
        aws.accept("AKIASOURCE", SECRET);
        aws.clock(clock);
        var role = new Role("arn:aws:iam::210987654321:role/pull", null, null, Duration.ofMinutes(15));
        var access = new RegistryAccess(REGISTRY, new AssumedRole(key("AKIASOURCE"), role), null);

        try (var session = new AwsSession(registry -> access, Environments.ofJvm(), List.of(), line -> {})) {
            var resolved = session.resolve(access);
            String first = session.credentials(resolved).accessKeyId();

            assertThat(session.credentials(resolved).accessKeyId().equals(first))
                    .isEqualTo(same);
        }
    }

    /** By this machine's clock, the first session of 15 minutes ends 4 minutes after its begin. */
    @Test
    void aRequestAfterTheEndOfASessionUsesANewSession() {
        aws.accept("AKIASOURCE", SECRET);
        aws.clock(Duration.ofMinutes(-11));
        var role = new Role("arn:aws:iam::210987654321:role/pull", null, null, Duration.ofMinutes(15));
        var source = new AssumedRole(key("AKIASOURCE"), role);
        try (var run = SignIns.session(source, null)) {
            var tokens = new AuthorizationTokens(run, new ConcurrentHashMap<>(), line -> {}, line -> {});
            tokens.signIn(REGISTRY);

            aws.clock(Duration.ofMinutes(10));
            tokens.signIn(EcrRegistry.parse("123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com"));

            assertThat(aws.calls("GetAuthorizationToken").stream()
                            .map(Call::accessKeyId)
                            .distinct())
                    .hasSize(2);
        }
    }

    @Test
    void aRoleIsAssumedInThePartitionOfTheRegistry() {
        aws.accept("AKIASOURCE", SECRET);
        var role = new Role("arn:aws-cn:iam::210987654321:role/pull", null, null, null);

        new SignIns(null, log)
                .signIn(
                        EcrRegistry.parse("210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn"),
                        new AssumedRole(key("AKIASOURCE"), role));

        assertThat(aws.calls("AssumeRole").get(0).region()).isEqualTo("cn-north-1");
        assertThat(aws.calls("AssumeRole").get(0).parameter("RoleSessionName")).isEqualTo("ecr-maven-plugin");
    }

    @Test
    void aRoleCanBeAssumedWithTheRoleOfAProfile() {
        settings.config("[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/first\nsource_profile = keys\n"
                + "[profile keys]" + KEYS);
        var role = new Role("arn:aws:iam::210987654321:role/second", null, null, null);

        signIn(new AssumedRole(new Profile("dev"), role));

        assertThat(aws.calls("AssumeRole"))
                .extracting(Call::arn)
                .last()
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/first/ecr-maven-plugin");
    }

    @Test
    void explainsADeniedAssumeRole() {
        aws.accept("AKIASOURCE", SECRET);
        aws.deny("sts:AssumeRole");
        var role = new Role("arn:aws:iam::210987654321:role/pull", null, null, null);

        assertThat(Explanations.of(
                        () -> new SignIns(null, log).signIn(REGISTRY, new AssumedRole(key("AKIASOURCE"), role)),
                        SECRET))
                .hasMessageStartingWith(NO_CREDENTIALS + "role arn:aws:iam::210987654321:role/pull assumed with access"
                        + " key of the test: AccessDenied: ");
        assertThat(aws.calls("GetAuthorizationToken")).isEmpty();
    }

    /** If packets are dropped, the SDK itself would wait for two seconds or more. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "refuses connections where others drop packets")
    void failsSoonIfThereIsNoInstanceMetadata() throws IOException {
        try (var unreachable = new UnreachablePort()) {
            settings.set("aws.disableEc2Metadata", "false");
            settings.set("aws.ec2MetadataServiceEndpoint", unreachable.url());
            failure();
            long start = System.nanoTime();

            assertThat(failure())
                    .hasMessageContaining("container, instance (no instance metadata at " + unreachable.url() + "). ");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** As on EKS, where the token of a pod is in a file. */
    @Test
    void usesThePodIdentityOfEks() {
        aws.acceptToken("GetContainerCredentials", TOKEN);
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set(
                "aws.containerAuthorizationTokenFile",
                settings.file("eks-pod-identity-token", TOKEN).toString());

        assertThat(signIn()).startsWith("ASIA").endsWith(" with container role");
    }

    /** As in the AWS CLI. The SDK fails and quotes the token. */
    @Test
    void ignoresTheLineBreakAtTheEndOfATokenFile() {
        aws.acceptToken("GetContainerCredentials", TOKEN);
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set(
                "aws.containerAuthorizationTokenFile",
                settings.file("eks-pod-identity-token", TOKEN + "\r\n").toString());

        assertThat(signIn()).endsWith(" with container role");
    }

    @Test
    void anInvalidTokenIsNotQuoted() {
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set(
                "aws.containerAuthorizationTokenFile",
                settings.file("eks-pod-identity-token", TOKEN + "\n" + TOKEN).toString());

        assertThat(failure())
                .hasMessageEndingWith("/eks-pod-identity-token of system property aws.containerAuthorizationTokenFile"
                        + " is invalid: it contains a line break. Copy it exactly as AWS shows it");
    }

    /** The agent replaces the file while a build runs. */
    @Test
    void readsTheContainerTokenFileForEachRequest() {
        configureContainer();
        Path token = settings.file("token", "old");
        settings.set("aws.containerAuthorizationTokenFile", token.toString());
        aws.fail(
                "GetContainerCredentials",
                Fault.after(() -> {
                    settings.file("token", TOKEN);
                    throw new IllegalStateException("a status of 500");
                }),
                1);

        assertThat(signIn()).endsWith(" with container role");
        assertThat(aws.calls("GetContainerCredentials")).hasSize(2);
    }

    @Test
    void triesAnUnreachableContainerAgentThreeTimes() {
        configureContainer();
        aws.fail("GetContainerCredentials", Fault.hangUp(), Fault.ALWAYS);

        assertThat(failure())
                .hasMessageStartingWith(NO_CREDENTIALS + "container role: " + aws.endpoint() + " cannot be reached: ")
                .hasMessageEndingWith(", after 3 attempts. Check that the agent of ECS or EKS is running, and"
                        + " the AWS_CONTAINER_CREDENTIALS_… variables");
    }

    /** Role names from a hostile service. */
    @ParameterizedTest
    @ValueSource(strings = {"\33[2J\233\u202e", "../../user-data", "a\r\n::add-mask::x", "##vso[task.complete]", ""})
    void refusesAnInvalidRoleNameOfAnInstance(String name) {
        configureInstance();
        aws.fail("GetInstanceCredentials", Fault.body(name), 1);

        assertThat(failure())
                .hasMessageContaining("container, instance (no role name in the response from " + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/). ")
                .hasMessageNotContainingAny("\33", "\233", "\u202e", "user-data", "::", "##");
    }

    @Test
    void limitsTheResponseOfAnInstance() {
        configureInstance();
        aws.fail("GetInstanceCredentials", Fault.body("x".repeat(1 << 17)), 1);

        assertThat(failure())
                .hasMessageContaining("container, instance (" + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/ sent more than 64 KiB). ");
    }

    @Test
    void limitsTheTimeOfASlowInstance() {
        configureInstance();
        settings.set("aws.ec2MetadataServiceTimeout", "1");
        aws.fail("GetInstanceCredentials", Fault.drip(2), Fault.ALWAYS);

        assertThat(failure())
                .hasMessageContaining("container, instance (no answer from " + aws.endpoint()
                        + "/latest/meta-data/iam/security-credentials/). ");
    }

    /** For example, the secret of a CI system was copied with its line break. */
    @Test
    void ignoresWhiteSpaceAroundThePartsOfAKey() {
        aws.accept("ASIAEXAMPLE", SECRET, TOKEN);
        settings.set("aws.accessKeyId", " ASIAEXAMPLE\n");
        settings.set("aws.secretAccessKey", SECRET + "\r\n");
        settings.set("aws.sessionToken", TOKEN + "\n");
        assertThat(signIn()).startsWith("ASIAEXAMPLE");

        var key = new AccessKey("ASIAEXAMPLE\n", new Secret(SECRET + "\n"), new Secret("\n" + TOKEN), "the test");
        assertThat(signIn(key)).startsWith("ASIAEXAMPLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws.accessKeyId     | AKIA\\nEXAMPLE  | it contains a line break
            aws.secretAccessKey | wJal\\0rXUtn    | it contains a control character
            aws.sessionToken    | IQo\\351Jb3     | it contains a non-ASCII character
            """)
    void anInvalidPartOfAKeyIsAnError(String property, String value, String fault) {
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);
        settings.set(property, value.translateEscapes());

        assertThat(failure()).hasMessage(property + " is invalid: " + fault + ". Copy it exactly as AWS shows it");
    }

    @Test
    void aRoleIsAssumedAtTheEndpointForSts() {
        try (var sts = new AwsStandIn()) {
            sts.accept("AKIASOURCE", SECRET);
            settings.set("aws.endpointUrlSts", sts.endpoint().toString());
            var role = new Role("arn:aws:iam::210987654321:role/pull", null, null, null);

            assertThat(failure(new AssumedRole(key("AKIASOURCE"), role)))
                    .as("the other stand-in does not know the session")
                    .hasMessageContaining("UnrecognizedClientException");
            assertThat(sts.calls("AssumeRole")).hasSize(1);
            assertThat(aws.calls("AssumeRole")).isEmpty();
        }
    }

    /** The SDK itself would ask the instance for the region of AWS STS, for up to nine seconds. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "refuses connections where others drop packets")
    void aRolesProfileWithoutARegionDoesNotAskTheInstanceForOne() throws IOException {
        try (var unreachable = new UnreachablePort()) {
            settings.set("aws.disableEc2Metadata", "false");
            settings.set("aws.ec2MetadataServiceEndpoint", unreachable.url());
            settings.config("[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/ci\nsource_profile = keys\n"
                    + "[profile keys]" + KEYS);
            long start = System.nanoTime();

            assertThat(signIn(new Profile("dev"))).endsWith(" with AWS profile 'dev'");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Configures later sources of the chain, which would work, but must not be used if an earlier one is broken. */
    private void configureLaterSources() {
        settings.config("[default]" + KEYS);
        configureContainer();
        configureInstance();
    }

    private static AccessKey key(String id) {
        return new AccessKey(id, new Secret(SECRET), null, "the test");
    }

    private void configureWebIdentity(String token) {
        settings.set("aws.roleArn", "arn:aws:iam::123456789012:role/ci");
        settings.set(
                "aws.webIdentityTokenFile", settings.file("web-identity", token).toString());
    }

    private void configureContainer() {
        aws.acceptToken("GetContainerCredentials", TOKEN);
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set("aws.containerAuthorizationToken", TOKEN);
    }

    private void configureInstance() {
        settings.set("aws.disableEc2Metadata", "false");
        settings.set("aws.ec2MetadataServiceEndpoint", aws.endpoint().toString());
    }

    private String signIn() {
        return signIn(CHAIN);
    }

    /** Signs in, and returns the access key ID that AWS received and its description in the log. */
    private String signIn(CredentialSource source) {
        new SignIns(null, log).signIn(REGISTRY, source);
        return aws.calls("GetAuthorizationToken").get(0).accessKeyId()
                + log.get(0).replace("Signing in to " + REGISTRY.host(), "");
    }

    private ExplainedException failure(CredentialSource source) {
        return Explanations.of(() -> new SignIns(null, log).signIn(REGISTRY, source), SECRET, TOKEN);
    }

    private ExplainedException failure(String... secrets) {
        return Explanations.of(
                () -> new SignIns(null, log).signIn(REGISTRY, CHAIN),
                secrets.length == 0 ? new String[] {SECRET, TOKEN} : secrets);
    }
}
