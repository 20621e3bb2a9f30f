package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a profile signs in, and what is said when it does not work. */
class ProfilesTest {
    private static final EcrRegistry REGISTRY = EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final String FAILURE = "no AWS credentials for " + REGISTRY.host() + " from AWS profile 'dev': ";
    private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET + "\n";
    private static final String ROLE = "region = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/ci\n";
    private static final String USER = "arn:aws:iam::123456789012:user/developer";
    private static final String LOGIN = "login_session = " + USER + "\n";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void start() {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        aws.accept("AKIAEXAMPLE", SECRET);
        aws.accept("ASIAEXAMPLE", SECRET, TOKEN);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void keys() {
        assertThat(signIn(KEYS)).isEqualTo(USER);
    }

    @Test
    void keysInTheCredentialsFile() {
        settings.credentials("[dev]\n" + KEYS);

        assertThat(signIn("region = eu-west-1")).isEqualTo(USER);
    }

    @Test
    void keysOfASession() {
        assertThat(signIn(KEYS.replace("AKIA", "ASIA") + "aws_session_token = " + TOKEN))
                .isEqualTo(USER);
    }

    @Test
    void aRoleOfAnotherProfile() {
        assertThat(signIn(ROLE + "source_profile = keys\n[profile keys]\n" + KEYS))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    void aRoleWithKeysOfTheEnvironment() {
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(signIn(ROLE + "credential_source = Environment\n"))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    void aRoleOfAWebIdentity() {
        aws.acceptToken("AssumeRoleWithWebIdentity", TOKEN);
        settings.set("aws.region", "eu-west-1");

        assertThat(signIn(ROLE + "web_identity_token_file = " + settings.file("web-identity", TOKEN)))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    void aProcess() {
        assertThat(signIn(process("{\"Version\":1,\"AccessKeyId\":\"ASIAEXAMPLE\",\"SecretAccessKey\":\"" + SECRET
                        + "\",\"SessionToken\":\"" + TOKEN + "\"}")))
                .isEqualTo(USER);
    }

    @Test
    void aLoginSession() throws GeneralSecurityException {
        settings.set("aws.region", "eu-west-1");
        login("2099-01-01T00:00:00Z");

        assertThat(signIn(LOGIN)).isEqualTo(USER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            aws_access_key_id = AKIAEXAMPLE               | it has no aws_secret_access_key
            aws_secret_access_key = SECRET                | it has no aws_access_key_id
            role_arn = ARN                                | it has role_arn, but neither source_profile nor credential_source nor web_identity_token_file
            role_arn = ARN;source_profile = keys          | source_profile 'keys': there is no such profile in FILES; there are 'dev'. Correct the name, or make the profile by 'aws configure sso --profile keys'
            role_arn = ARN;source_profile = dev           | source_profile 'dev': the source_profile of its role leads back to itself: dev
            role_arn = ARN;credential_source = Nonsense   | its credential_source 'Nonsense' is none of Environment, EcsContainer, Ec2InstanceMetadata
            role_arn = ARN;credential_source = Environment| Unable to load credentials from any of the providers. The profile's credential_source has none: for Environment, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
            sso_session = corp                            | it has no sso_account_id
            aws_access_key_id =;aws_secret_access_key = x | Access key ID cannot be blank
            role_arn = ci;source_profile = keys           | 'ci' is not the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME
            role_arn = ARN;source_profile = keys;mfa_serial = x | it has mfa_serial, but a build cannot ask for an MFA code. Sign in by a profile of IAM Identity Center ('aws sso login') or of 'aws login', or get a session by 'aws sts get-session-token' and put it into the environment
            """)
    void aProfileThatIsIncomplete(String properties, String reason) {
        String written = properties
                .replace(';', '\n')
                .replace("ARN", "arn:aws:iam::123456789012:role/ci")
                .replace("SECRET", SECRET);

        assertThat(failure(written)).hasMessage(FAILURE + reason.replace("FILES", files()));
    }

    @Test
    void aProfileWithNothingToSignInWith() {
        assertThat(failure("region = eu-west-1\n[profile secret-customer]\n" + KEYS))
                .hasMessage(FAILURE + "it has nothing to sign in with in " + files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [profile dev];aws_secret_access_key SECRET | Expected an '=' sign defining a property on line 2
            [profile dev;aws_secret_access_key =SECRET | Profile definition must end with ']' on line 1
            aws_secret_access_key = SECRET             | Expected a profile definition on line 1
            """)
    void aFileWithASyntaxErrorIsNamedAlsoWhereKeysAreGiven(String config, String reason) {
        settings.config(config.replace(';', '\n').replace("SECRET", SECRET));
        var key = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");

        for (CredentialSource source : List.of(new Profile("dev"), key)) {
            assertThat(failure(source))
                    .hasMessage(
                            "cannot read the AWS profiles in " + files() + ": " + reason + " of one of these files");
        }
    }

    @Test
    void aRoleWhoseSourceHasTheWrongKey() {
        assertThat(failure(ROLE + "source_profile = keys\n[profile keys]\n" + KEYS.replace("AKIA", "AKIX")))
                .hasMessageStartingWith(FAILURE + "InvalidClientTokenId: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Enter the PIN of your token first                         | Enter the PIN of your token first
            AccessDeniedException: arn:aws:iam::123456789012:user/x   | AccessDeniedException: arn:aws:iam::123456789012:user/x
            {"SecretAccessKey": "SECRET"}                             | {"SecretAccessKey": "(hidden)"}
            token=SECRET is over                                      | token=(hidden) is over
            got wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY from vault   | got (hidden) from vault
            """)
    void aProcessThatFailsIsQuotedButForItsSecrets(String said, String quoted) {
        Path output = settings.file("stderr", said.replace("SECRET", SECRET));

        assertThat(failure("credential_process = cat " + output + " >&2 && exit 3\n"))
                .hasMessage(FAILURE + "its credential_process failed with exit status 3: " + quoted
                        + ". Run the command by hand to see what it says");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wJalrXUtnFEMI
            {"Version":1,"SecretAccessKey":wJalrXUtnFEMI}
            {"Version":1,"AccessKeyId":"AKIAEXAMPLE"}
            {"Version":"wJalrXUtnFEMI"}
            {"Version":2}
            []
            """)
    void aProcessThatPrintsSomethingElse(String output) {
        assertThat(failure(process(output)))
                .hasMessage(FAILURE + "its credential_process did not print a JSON object with \"Version\": 1,"
                        + " AccessKeyId and SecretAccessKey. Run the command by hand to see what it says");
    }

    private static String process(String output) {
        return "credential_process = echo '" + output + "'\n";
    }

    private void login(String expiry) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(USER.getBytes(StandardCharsets.UTF_8));
        settings.file(
                String.format("login/%064x.json", new BigInteger(1, hash)),
                """
                {"accessToken": {"accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "SECRET", "sessionToken": "TOKEN",
                                 "accountId": "123456789012", "expiresAt": "EXPIRY"},
                 "tokenType": "aws_sigv4", "refreshToken": "TOKEN", "clientId": "arn:aws:signin:::devtools/same-device",
                 "dpopKey": "SECRET"}
                """.replace("SECRET", SECRET).replace("TOKEN", TOKEN).replace("EXPIRY", expiry));
    }

    private String files() {
        return settings.folder().resolve("config") + " and " + settings.folder().resolve("credentials");
    }

    /** Signs in with these properties of the profile {@code dev}, and returns the identity that AWS saw. */
    private String signIn(String properties) {
        settings.config("[profile dev]\n" + properties);
        new SignIns(null, log).signIn(REGISTRY, new Profile("dev"));
        assertThat(log).containsExactly("Signing in to " + REGISTRY.host() + " with AWS profile 'dev'");
        return aws.calls("GetAuthorizationToken").get(0).arn();
    }

    private ExplainedException failure(String properties) {
        settings.config("[profile dev]\n" + properties);
        return failure(new Profile("dev"));
    }

    private ExplainedException failure(CredentialSource source) {
        return Explanations.of(() -> new SignIns(null, log).signIn(REGISTRY, source), SECRET, TOKEN, "secret-customer");
    }
}
