package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsStandIn;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only the environment can say: its own access key, and the home directory where {@code aws sso login} leaves the
 * token of a session. Each sign-in has a JVM of its own.
 */
class EnvironmentTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final String KEYS = "aws_access_key_id = AKIAPROFILE\naws_secret_access_key = " + SECRET + "\n";
    private static final String SSO = "sso_account_id = 123456789012\nsso_role_name = Developer\n";
    private static final String SSO_SESSION = """
            sso_session = corp
            [sso-session corp]
            sso_region = eu-west-1
            sso_start_url = https://corp.awsapps.com/start
            """;
    private static final String LEGACY_SSO = "sso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";

    private final AwsStandIn aws = new AwsStandIn();

    @TempDir
    private Path home;

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
        aws.accept("AKIAPROFILE", SECRET);
        aws.acceptToken("GetRoleCredentials", TOKEN);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anAccessKeyBeatsAwsProfile() {
        config("[profile dev]\n" + KEYS);

        assertThat(signIn(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_PROFILE", "dev")))
                .isEqualTo("Signing in to " + HOST + " with environment variables AWS_ACCESS_KEY_ID …");
        assertThat(aws.calls().get(0).accessKeyId()).isEqualTo("AKIAEXAMPLE");
    }

    @Test
    void halfAnAccessKeyIsAnError() {
        config("[default]\n" + KEYS);

        assertThat(signIn(Map.of("AWS_SECRET_ACCESS_KEY", SECRET)))
                .isEqualTo("no AWS credentials for " + HOST + " from environment variables AWS_ACCESS_KEY_ID …:"
                        + " AWS_ACCESS_KEY_ID is not set. Set both parts of the access key, or neither");
    }

    @Test
    void emptyVariablesAreNotSet() {
        config("[default]\n" + KEYS);

        assertThat(signIn(Map.of(
                        "AWS_ACCESS_KEY_ID", "",
                        "AWS_SECRET_ACCESS_KEY", "",
                        "AWS_SESSION_TOKEN", "",
                        "AWS_WEB_IDENTITY_TOKEN_FILE", "",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "",
                        "AWS_PROFILE", "")))
                .isEqualTo("Signing in to " + HOST + " with AWS profile 'default'");
    }

    @Test
    void aSessionOfIamIdentityCenter() {
        config("[profile dev]\n" + SSO + SSO_SESSION);
        session("corp", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void aSessionOfIamIdentityCenterWithoutAName() {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        session("https://corp.awsapps.com/start", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of("AWS_PROFILE", "dev"))).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void aSessionThatIsOverIsRenewedWhereItCanBe() {
        config("[profile dev]\n" + SSO + SSO_SESSION);
        session("corp", "2020-01-01T00:00:00Z");
        aws.acceptToken("CreateToken", "refresh" + TOKEN);

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
    }

    private String arn() {
        return aws.calls("GetAuthorizationToken").get(0).arn();
    }

    private void config(String text) {
        new AwsHome(home).config(text);
    }

    private void session(String name, String expiry) {
        new AwsHome(home).ssoSession(name, expiry, TOKEN, "refresh" + TOKEN);
    }

    /** Returns the one line that the program prints. */
    private String signIn(Map<String, String> variables, String... profile) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("AWS_ENDPOINT_URL", aws.endpoint().toString());
        String output = new SignInProcess(home, environment).signIn(HOST, profile);
        assertThat(output).doesNotContain(SECRET, TOKEN, "\n");
        return output;
    }
}
