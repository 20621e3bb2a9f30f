package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** For each source of credentials, all secrets of a sign-in are hidden in output. */
@Isolated("others may remember secrets of the same text")
class KnownSecretsOfSourcesTest {
    private static final EcrRegistry REGISTRY = EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final String USER = "arn:aws:iam::123456789012:user/developer";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();

    @BeforeEach
    void start() {
        KnownSecrets.begin();
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set("aws.region", "eu-west-1");
    }

    @AfterEach
    void stop() {
        KnownSecrets.end();
        aws.close();
    }

    @Test
    void hidesTheSecretsOfAProfileAndItsRole() {
        aws.accept("AKIAPROFILE", "secret-of-the-source-profile");
        settings.config("[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/ci\nsource_profile = keys\n"
                + "[profile keys]\naws_access_key_id = AKIAPROFILE\n"
                + "aws_secret_access_key = secret-of-the-source-profile\n");

        signIn(new Profile("dev"));

        assertHidden(aws.secrets());
    }

    @Test
    void hidesTheSecretsOfTheEnvironment() {
        aws.accept("ASIAEXAMPLE", "secret-of-the-environment", "token-of-the-environment");
        settings.set("aws.accessKeyId", "ASIAEXAMPLE");
        settings.set("aws.secretAccessKey", "secret-of-the-environment");
        settings.set("aws.sessionToken", "token-of-the-environment");

        signIn(new DefaultChain(""));

        assertHidden(aws.secrets());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    void hidesTheSecretsOfACredentialProcess() {
        aws.accept("ASIAEXAMPLE", "secret-of-the-process", "token-of-the-process");
        settings.config("[profile dev]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"ASIAEXAMPLE\","
                + "\"SecretAccessKey\":\"secret-of-the-process\",\"SessionToken\":\"token-of-the-process\"}'\n");

        signIn(new Profile("dev"));

        assertHidden(aws.secrets());
    }

    @Test
    void hidesTheSecretsOfAContainer() {
        aws.acceptToken("GetContainerCredentials", "token-of-the-container");
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set(
                "aws.containerAuthorizationTokenFile",
                settings.file("token", "token-of-the-container\n").toString());

        signIn(new DefaultChain(""));

        assertHidden(aws.secrets());
    }

    @Test
    void hidesTheSecretsOfAnInstance() {
        settings.set("aws.disableEc2Metadata", "false");
        settings.set("aws.ec2MetadataServiceEndpoint", aws.endpoint().toString());

        signIn(new DefaultChain(""));

        assertHidden(aws.secrets());
    }

    @Test
    void hidesTheSecretsOfAWebIdentity() {
        aws.acceptToken("AssumeRoleWithWebIdentity", "token-of-the-identity");
        settings.set("aws.roleArn", "arn:aws:iam::123456789012:role/ci");
        settings.set(
                "aws.webIdentityTokenFile",
                settings.file("token", "token-of-the-identity\n").toString());

        signIn(new DefaultChain(""));

        assertHidden(aws.secrets());
    }

    /** The session of {@code aws login} has expired and is renewed. Both the old and the new secrets are hidden. */
    @Test
    void hidesTheSecretsOfALoginSession() {
        var home = new AwsHome(settings.folder());
        home.loginSession(USER, "2020-01-01T00:00:00Z", "secret-of-the-login", "refresh-of-the-login");
        settings.set(
                "aws.loginCacheDirectory",
                settings.folder().resolve(".aws/login/cache").toString());
        aws.acceptToken("CreateOAuth2Token", "refresh-of-the-login");
        settings.config("[profile dev]\nlogin_session = " + USER + "\n");

        signIn(new Profile("dev"));

        Set<String> secrets = new HashSet<>(aws.secrets());
        secrets.addAll(home.secrets());
        assertHidden(secrets);
    }

    @Test
    void hidesTheSecretsOfARoleAssumedWithAKey() {
        aws.accept("AKIAEXAMPLE", "secret-of-the-key");
        var key = new AccessKey("AKIAEXAMPLE", new Secret("secret-of-the-key"), null, "the test");

        signIn(new AssumedRole(key, new Role("arn:aws:iam::210987654321:role/pull", null, null, null)));

        assertHidden(aws.secrets());
    }

    private static void signIn(CredentialSource source) {
        new SignIns(null, new ArrayList<>()).signIn(REGISTRY, source);
    }

    private static void assertHidden(Set<String> secrets) {
        assertThat(secrets)
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(KnownSecrets.redact("it said " + secret))
                        .contains("(hidden)")
                        .doesNotContain(secret));
    }
}
