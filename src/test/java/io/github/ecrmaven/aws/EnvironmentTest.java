package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.Fault;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signing in with environment variables, and with the home directory, where {@code aws sso login} stores the token of a
 * session. Each sign-in runs in a separate JVM.
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
    void anAccessKeyPrecedesAwsProfile() {
        config("[profile dev]\n" + KEYS);

        assertThat(signIn(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_PROFILE", "dev")))
                .isEqualTo("Signing in to " + HOST + " with environment variable AWS_ACCESS_KEY_ID");
        assertThat(aws.calls().get(0).accessKeyId()).isEqualTo("AKIAEXAMPLE");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            IQoJb3JpZ2luX2Vj, ''
            '',               IQoJb3JpZ2luX2Vj
            IQoJb3JpZ2luX2Vj, of-another-key
            """)
    void readsTheOldNameOfAwsSessionTokenToo(String token, String securityToken) {
        aws.accept("ASIAEXAMPLE", SECRET, TOKEN);

        assertThat(signIn(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "ASIAEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY",
                        SECRET,
                        "AWS_SESSION_TOKEN",
                        token,
                        "AWS_SECURITY_TOKEN",
                        securityToken)))
                .isEqualTo("Signing in to " + HOST + " with environment variable AWS_ACCESS_KEY_ID");
    }

    @Test
    void anIncompleteAccessKeyIsAnError() {
        config("[default]\n" + KEYS);

        assertThat(signIn(Map.of("AWS_SECRET_ACCESS_KEY", SECRET)))
                .isEqualTo("no AWS credentials for " + HOST + " from environment variable AWS_ACCESS_KEY_ID:"
                        + " AWS_ACCESS_KEY_ID is not set. Set both parts of the access key, or neither");
    }

    /**
     * All variables that the plugin and the SDK read. A role and a failed first attempt make the SDK's clients read
     * them.
     */
    @Test
    void emptyVariablesAreNotSet() {
        config("[default]\nrole_arn = arn:aws:iam::123456789012:role/ci\nsource_profile = default\n" + KEYS
                + "endpoint_url = " + aws.endpoint() + "\n");
        aws.fail("GetAuthorizationToken", Fault.status(500, "ServerException", "once"), 1);
        Map<String, String> variables = new HashMap<>();
        for (String name : """
                AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_ROLE_ARN
                AWS_ROLE_SESSION_NAME
                AWS_WEB_IDENTITY_TOKEN_FILE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
                AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
                AWS_REGION AWS_DEFAULT_REGION AWS_CA_BUNDLE AWS_MAX_ATTEMPTS AWS_RETRY_MODE AWS_DEFAULTS_MODE
                AWS_ENDPOINT_URL AWS_ENDPOINT_URL_ECR AWS_ENDPOINT_URL_STS AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
                AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_EC2_METADATA_DISABLED AWS_SDK_UA_APP_ID
                AWS_METADATA_SERVICE_TIMEOUT AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_EC2_METADATA_V1_DISABLED
                AWS_DISABLE_REQUEST_COMPRESSION AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES AWS_REQUEST_CHECKSUM_CALCULATION
                AWS_RESPONSE_CHECKSUM_VALIDATION AWS_ACCOUNT_ID_ENDPOINT_MODE AWS_AUTH_SCHEME_PREFERENCE
                https_proxy HTTPS_PROXY http_proxy all_proxy ALL_PROXY no_proxy NO_PROXY""".split("\\s+", -1)) {
            variables.put(name, "");
        }

        assertThat(signIn(variables)).isEqualTo("Signing in to " + HOST + " with AWS profile 'default'");
        assertThat(arn()).contains(":assumed-role/ci/");
    }

    @Test
    void usesTheProfileOfAwsDefaultProfile() {
        config("[default]\naws_access_key_id = AKIAOTHER\n[profile build]\n" + KEYS);

        assertThat(signIn(Map.of("AWS_DEFAULT_PROFILE", "build", "AWS_PROFILE", "")))
                .isEqualTo("Signing in to " + HOST + " with AWS profile 'build'");
    }

    /** For variables that no shell has expanded, such as those of a {@code .env} file. */
    @Test
    void expandsTheHomeDirectoryInAwsConfigFile() {
        new AwsHome(home).file("elsewhere", "[default]\n" + KEYS);

        assertThat(signIn(Map.of(
                        "AWS_CONFIG_FILE", "~/elsewhere", "AWS_SHARED_CREDENTIALS_FILE", "${HOME}/nothing/$UNKNOWN")))
                .isEqualTo("Signing in to " + HOST + " with AWS profile 'default'");
    }

    @Test
    void awsCaBundlePrecedesTheBundleOfTheProfile() {
        var certificates = Certificates.ofThisJvm();
        try (var tls = new AwsStandIn(certificates.server("server"))) {
            tls.accept("AKIAPROFILE", SECRET);
            config("[default]\nca_bundle = /nonexistent/profile.pem\n" + KEYS);
            Path bundle = new AwsHome(home).file("authority.pem", certificates.certificate("authority"));

            assertThat(signIn(Map.of(
                            "AWS_CA_BUNDLE",
                            bundle.toString(),
                            "AWS_ENDPOINT_URL",
                            tls.endpoint().toString())))
                    .isEqualTo("Signing in to " + HOST + " with AWS profile 'default'");
            assertThat(tls.calls("GetAuthorizationToken")).hasSize(1);
        }
    }

    /** The format of the first versions of the AWS CLI with IAM Identity Center. */
    @Test
    void usesALegacySsoSession() {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        legacySession("2099-01-01T00:00:00UTC");

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void anExpiredLegacySsoSessionCannotBeRenewed() {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        legacySession("2020-01-01T00:00:00UTC");

        assertThat(signIn(Map.of(), "dev"))
                .isEqualTo("no AWS credentials for " + HOST + " from AWS profile 'dev': its SSO session has expired."
                        + " Run 'aws sso login --profile dev'");
    }

    @Test
    void usesAnSsoSession() {
        config("[profile dev]\n" + SSO + SSO_SESSION);
        session("corp", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void usesAnSsoSessionWithASpaceInItsName() {
        config("[profile dev]\n" + SSO
                + SSO_SESSION
                        .replace("= corp", "= Acme Corp")
                        .replace("[sso-session corp]", "[sso-session 'Acme Corp']"));
        session("Acme Corp", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void usesAnSsoSessionWithoutAName() {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        session("https://corp.awsapps.com/start", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of("AWS_PROFILE", "dev"))).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void renewsAnExpiredSsoSession() {
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

    private void legacySession(String expiry) {
        new AwsHome(home)
                .file(
                        // The SHA-1 digest of the start URL
                        ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json",
                        "{\"startUrl\": \"https://corp.awsapps.com/start\", \"region\": \"eu-west-1\", \"accessToken\": \""
                                + TOKEN + "\", \"expiresAt\": \"" + expiry + "\"}");
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
