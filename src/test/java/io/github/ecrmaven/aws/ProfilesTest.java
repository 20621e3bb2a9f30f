package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All ways to sign in with a profile, and the messages when they fail. */
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
    void usesKeysInTheCredentialsFile() {
        settings.credentials("[dev]\n" + KEYS);

        assertThat(signIn("region = eu-west-1")).isEqualTo(USER);
    }

    @Test
    void usesKeysWithASessionToken() {
        assertThat(signIn(KEYS.replace("AKIA", "ASIA") + "aws_session_token = " + TOKEN))
                .isEqualTo(USER);
    }

    @Test
    void assumesARoleWithAnotherProfile() {
        assertThat(signIn(ROLE + "source_profile = keys\n[profile keys]\n" + KEYS))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    void assumesARoleWithKeysOfTheEnvironment() {
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        assertThat(signIn(ROLE + "credential_source = Environment\n"))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    void assumesARoleWithAWebIdentity() {
        aws.acceptToken("AssumeRoleWithWebIdentity", TOKEN);
        settings.set("aws.region", "eu-west-1");

        assertThat(signIn(ROLE + "web_identity_token_file = " + settings.file("web-identity", TOKEN)))
                .startsWith("arn:aws:sts::123456789012:assumed-role/ci/");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    void runsACredentialProcess() {
        assertThat(signIn(process("{\"Version\":1,\"AccessKeyId\":\"ASIAEXAMPLE\",\"SecretAccessKey\":\"" + SECRET
                        + "\",\"SessionToken\":\"" + TOKEN + "\"}")))
                .isEqualTo(USER);
    }

    @Test
    void usesALoginSession() throws GeneralSecurityException {
        settings.set("aws.region", "eu-west-1");
        login("2099-01-01T00:00:00Z");

        assertThat(signIn(LOGIN)).isEqualTo(USER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            aws_access_key_id = AKIAEXAMPLE               | it has no aws_secret_access_key
            aws_secret_access_key = SECRET                | it has no aws_access_key_id
            role_arn = ARN                                | it has role_arn, but neither source_profile nor credential_source nor web_identity_token_file
            role_arn = ARN;source_profile = keys          | source_profile 'keys': there is no such profile in FILES; existing profiles: 'dev'. Correct the name, or create the profile with 'aws configure sso --profile keys'
            role_arn = ARN;source_profile = dev           | source_profile 'dev': its source_profile entries form a circle: dev
            role_arn = ARN;credential_source = Nonsense   | its credential_source 'Nonsense' is none of Environment, EcsContainer, Ec2InstanceMetadata
            role_arn = ARN;credential_source = Environment| its credential_source is Environment, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set there. Set them, or choose another source
            sso_session = corp                            | it has no sso_account_id
            aws_access_key_id =;aws_secret_access_key = x | it has no aws_access_key_id
            role_arn = ci;source_profile = keys           | 'ci' is not the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME
            role_arn = ARN;source_profile = keys;mfa_serial = x | it has mfa_serial, but a build cannot ask for an MFA code. Use a profile of IAM Identity Center ('aws sso login') or of 'aws login', or get a session with 'aws sts get-session-token' and put it into environment variables
            """)
    void explainsAnIncompleteProfile(String properties, String reason) {
        String written = properties
                .replace(';', '\n')
                .replace("ARN", "arn:aws:iam::123456789012:role/ci")
                .replace("SECRET", SECRET);

        assertThat(failure(written)).hasMessage(FAILURE + reason.replace("FILES", files()));
    }

    @Test
    void explainsAProfileWithoutCredentials() {
        assertThat(failure("region = eu-west-1\n[profile secret-customer]\n" + KEYS))
                .hasMessage(FAILURE + "it defines no credentials in " + files());
    }

    /** The section titles that the AWS CLI writes, and the forms that its reference and its parser allow. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            My Dev | config      | [profile "My Dev"];KEYS
            My Dev | config      | [profile 'My Dev'];KEYS
            My Dev | config      | [profile My\\ Dev];KEYS
            dev    | config      | [profile "dev"];KEYS
            dev    | config      | [profile    dev] # mine;KEYS
            dev    | config      | [profile dev];  ID;  SECRET
            dev    | config      | [profile dev];aws_access_key_id: AKIAEXAMPLE;aws_secret_access_key:wJalrXUtnFEMI
            dev    | config      | [profile dev];AWS_ACCESS_KEY_ID = AKIAEXAMPLE;Aws_Secret_Access_Key = wJalrXUtnFEMI
            Foo Bar| credentials | [Foo Bar];KEYS
            dev    | credentials | [dev];    ID;    SECRET
            dev    | credentials | [dev];ID;; # a comment;SECRET
            dev    | credentials | [DEFAULT];SECRET;[dev];ID
            dev    | credentials | [dev];KEYS;credential_process = exit 3
            """)
    void readsAFileAsTheAwsCliDoes(String profile, String file, String text) {
        settings.file(file, text(text));

        new SignIns(null, log).signIn(REGISTRY, new Profile(profile));

        assertThat(aws.calls("GetAuthorizationToken").get(0).arn()).isEqualTo(USER);
        assertThat(log).containsExactly("Signing in to " + REGISTRY.host() + " with AWS profile '" + profile + "'");
    }

    @Test
    void aKeyOfTheCredentialsFilePrecedesAKeyOfTheConfigFile() {
        settings.credentials("[dev]\n" + KEYS);

        assertThat(signIn("aws_access_key_id = AKIAOTHER")).isEqualTo(USER);
    }

    /** AWS would refuse the permanent key together with the session token of the other key. */
    @ParameterizedTest
    @ValueSource(strings = {"aws_session_token", "aws_security_token"})
    void aKeyOfTheCredentialsFileIsNotCompletedFromTheConfigFile(String token) {
        settings.credentials("[dev]\n" + KEYS);

        assertThat(signIn("aws_access_key_id = ASIAOTHER\naws_secret_access_key = other\n" + token + " = " + TOKEN))
                .isEqualTo(USER);
    }

    @Test
    void aSecretOfTheConfigFileDoesNotCompleteAKeyOfTheCredentialsFile() {
        settings.credentials("[dev]\naws_access_key_id = AKIAEXAMPLE\n");

        assertThat(failure("aws_secret_access_key = " + SECRET))
                .hasMessage(FAILURE + "it has no aws_secret_access_key");
    }

    @Test
    void acceptsTheSecurityTokenOfOldTools() {
        assertThat(signIn(KEYS.replace("AKIA", "ASIA") + "aws_security_token = " + TOKEN))
                .isEqualTo(USER);
    }

    /** As in the AWS CLI, a source profile's key is used before its own role. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [profile dev];ROLE/dev;source_profile = default;[default];ROLE/other;source_profile = dev;KEYS | 1
            [profile dev];ROLE/dev;source_profile = dev;KEYS                                               | 1
            [profile dev];ROLE/dev;source_profile = role;[profile role];ROLE/other;source_profile = keys;[profile keys];KEYS | 2
            """)
    void usesTheKeyOfASourceProfileBeforeItsRole(String text, int roles) {
        settings.config(text(text));

        new SignIns(null, log).signIn(REGISTRY, new Profile("dev"));

        assertThat(aws.calls("AssumeRole")).hasSize(roles);
        assertThat(aws.calls("AssumeRole").get(0).accessKeyId()).isEqualTo("AKIAEXAMPLE");
        assertThat(aws.calls("GetAuthorizationToken").get(0).arn()).contains(":assumed-role/dev/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ROLE/dev;source_profile = a;[profile a];ROLE/a;source_profile = dev      | source_profile 'a': source_profile 'dev': its source_profile entries form a circle: dev, a
            ROLE/dev;source_profile = a;KEYS;[profile a];ROLE/a;source_profile = dev | source_profile 'a': source_profile 'dev': its source_profile entries form a circle: dev, a
            """)
    void refusesACircleOfSourceProfiles(String properties, String reason) {
        assertThat(failure(text(properties))).hasMessage(FAILURE + reason);
    }

    /** Invalid values. KEYS take two lines. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ROLE/dev;source_profile = dev;duration_seconds = 1h;KEYS | duration_seconds of AWS profile 'dev' (CONFIG, line 4) is '1h', but must be a whole number of seconds of at least 1, such as 3600
            ROLE/dev;source_profile = dev;duration_seconds = 0;KEYS  | duration_seconds of AWS profile 'dev' (CONFIG, line 4) is '0', but must be a whole number of seconds of at least 1, such as 3600
            SSO;sso_region = eu west | sso_region of AWS profile 'dev' (CONFIG, line 5) is 'eu west', but must be a region such as eu-west-1
            KEYS;use_fips_endpoint = maybe                           | use_fips_endpoint of AWS profile 'dev' (CONFIG, line 4) is 'maybe', but must be true or false
            KEYS;max_attempts = five                                 | max_attempts of AWS profile 'dev' (CONFIG, line 4) is 'five', but must be a whole number of at least 1, such as 3
            KEYS;retry_mode = often                                  | retry_mode of AWS profile 'dev' (CONFIG, line 4) is 'often', but must be legacy, standard or adaptive
            KEYS;endpoint_url = nonsense                             | endpoint_url of AWS profile 'dev' (CONFIG, line 4) is 'nonsense', but must be a URL: https://HOST or http://HOST:PORT
            """)
    void anInvalidValueIsAnError(String properties, String reason) {
        System.clearProperty("aws.endpointUrl");

        assertThat(failure(text(properties)))
                .hasMessageEndingWith(reason.replace(
                        "CONFIG", settings.folder().resolve("config").toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ID;SECRET # mine | white space is in aws_secret_access_key of AWS profile 'dev' (CONFIG, line 3)
            SECRET;  ID      | white space is in aws_secret_access_key of AWS profile 'dev' (CONFIG, line 2)
            """)
    void refusesAKeyWithWhiteSpace(String properties, String reason) {
        String config = settings.folder().resolve("config").toString();

        assertThat(failure(text(properties)))
                .hasMessage(FAILURE + reason.replace("CONFIG", config)
                        + ". Put comments on lines of their own, and indent no line more than the one above");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev    | [dev]            | Write [profile dev] instead of [dev]
            My Dev | [profile My Dev] | Write [profile "My Dev"] instead of [profile My Dev]
            """)
    void suggestsTheRightTitleOfAProfile(String profile, String title, String advice) {
        settings.config(title + "\n" + KEYS);

        assertThat(failure(new Profile(profile)))
                .hasMessageEndingWith("there is no such profile in " + files() + "; they define no profiles. " + advice
                        + " in " + settings.folder().resolve("config"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev    | profile dev      | Write [dev] instead of [profile dev]
            My Dev | profile My Dev   | Write [My Dev] instead of [profile My Dev]
            My Dev | profile "My Dev" | Write [My Dev] instead of [profile "My Dev"]
            """)
    void suggestsTheRightTitleOfAProfileInTheCredentialsFile(String profile, String title, String advice) {
        settings.credentials("[" + title + "]\n" + KEYS);

        assertThat(failure(new Profile(profile)))
                .hasMessageEndingWith("there is no such profile in " + files() + "; existing profiles: '" + title
                        + "'. " + advice + " in " + settings.folder().resolve("credentials"));
    }

    @Test
    void suggestsTheRightTitleOfTheKeysOfAProfile() {
        settings.credentials("[profile dev]\n" + KEYS);

        assertThat(failure("region = eu-west-1"))
                .hasMessage(FAILURE + "it defines no credentials in " + files()
                        + ". Write [dev] instead of [profile dev] in "
                        + settings.folder().resolve("credentials"));
    }

    @Test
    void aBrokenFileIsAnErrorIfAProfileIsNeeded() {
        settings.config("[profile dev]\naws_secret_access_key " + SECRET);

        for (CredentialSource source : List.of(new Profile("dev"), new DefaultChain("profile"))) {
            assertThat(failure(source))
                    .hasMessage("cannot read " + settings.folder().resolve("config") + ": line 2 is neither a"
                            + " [section] nor NAME = VALUE. Correct it, or comment it out with #");
        }
    }

    @Test
    void aBrokenFileIsAWarningIfKeysAreGiven() {
        settings.credentials("aws_secret_access_key " + SECRET);
        var key = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");

        new SignIns(null, log).signIn(REGISTRY, key);

        assertThat(log)
                .containsExactly(
                        "Signing in to " + REGISTRY.host() + " with access key of the test",
                        "cannot read " + settings.folder().resolve("credentials") + ": line 1 is before the"
                                + " first [section]. Move it into a section, or comment it out with #. Until"
                                + " then, settings of the AWS config files, such as ca_bundle, are ignored");
    }

    /** The SDK's clients read the files too, with stricter rules. */
    @ParameterizedTest
    @ValueSource(
            strings = {"[default]\n    region = eu-west-1\n    output = json", "[default]\ngarbage", "\uFEFF[default]"})
    void noClientFailsOnAnUnusedBrokenFile(String text) {
        settings.config(text);
        var role = new Role("arn:aws:iam::123456789012:role/pull", null, null, null);
        var key = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");

        new SignIns(null, log).signIn(REGISTRY, new AssumedRole(key, role));

        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
    }

    @Test
    void explainsAWrongKeyOfASourceProfile() {
        assertThat(failure(ROLE + "source_profile = keys\n[profile keys]\n" + KEYS.replace("AKIA", "AKIX")))
                .hasMessageStartingWith(FAILURE + "InvalidClientTokenId: ");
    }

    @ParameterizedTest
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"SecretAccessKey": "SECRET"}                             | {"SecretAccessKey": "(hidden)"}
            {"password": "SECRET \\" SECRET", "user": "bob"}          | {"password": "(hidden)", "user": "bob"}
            password='SECRET SECRET'                                  | password='(hidden)'
            token=SECRET is over                                      | token=(hidden) is over
            pwd=SECRET, passwd=SECRET                                 | pwd=(hidden) passwd=(hidden)
            pass: SECRET                                              | pass: (hidden)
            credential: SECRET                                        | credential: (hidden)
            Cannot connect to http://bob:SECRET@proxy.corp:3128       | Cannot connect to http://(hidden)@proxy.corp:3128
            + curl -u bob:SECRET,SECRET https://vault.corp            | + curl -u (hidden) https://vault.corp
            + curl --user 'bob:SECRET SECRET' https://vault.corp      | + curl --user '(hidden)' https://vault.corp
            tool --password SECRET --user bob                         | tool --password (hidden) --user bob
            ['tool', '--token', 'SECRET SECRET'] failed               | ['tool', '--token', '(hidden)'] failed
            Authorization: Bearer SECRET                              | Authorization: Bearer (hidden)
            Authorization: Basic Ym9iOmh1bnRlcjI=                     | Authorization: Basic (hidden)
            got wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY from vault   | got (hidden) from vault
            """)
    void quotesAFailedProcessWithoutItsSecrets(String said, String quoted) {
        assertThat(failureOfProcess(said.replace("SECRET", SECRET)))
                .contains(" failed with exit status 3: " + quoted + ". ");
    }

    @ParameterizedTest
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    @ValueSource(
            strings = {
                "Enter the PIN of your token first",
                "Enter the passphrase for key '/home/bob/id':",
                "AccessDeniedException: arn:aws:iam::123456789012:user/x",
                "Error when retrieving token from sso: Token has expired and refresh failed",
                "CredentialRetrievalError: Error when retrieving credentials: password expired",
                "no credentials found in keychain, 3 sources passed: see https://vault.corp",
                "--token is required",
                "Basic authentication is off, a bearer token is needed",
            })
    void quotesTheOrdinaryWordsOfAFailedProcess(String said) {
        assertThat(failureOfProcess(said))
                .isEqualTo(FAILURE + process() + " failed with exit status 3: " + said
                        + ". Run the command by hand to see its output; as with the AWS CLI, it does not run in"
                        + " a shell: to use one, write sh -c '…'");
    }

    /** Returns the message about a process that writes this to its standard error and fails. */
    private String failureOfProcess(String said) {
        Path output = settings.file("stderr", said);
        return failure("credential_process = sh -c 'cat " + output + " >&2 && exit 3'\n")
                .getMessage();
    }

    @ParameterizedTest
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wJalrXUtnFEMI
            {"Version":1,"SecretAccessKey":wJalrXUtnFEMI}
            {"Version":1,"AccessKeyId":"AKIAEXAMPLE"}
            {"Version":"wJalrXUtnFEMI"}
            {"Version":2}
            []
            """)
    void explainsAProcessWithInvalidOutput(String output) {
        assertThat(failure(process(output)))
                .hasMessage(FAILURE + process() + " did not print a JSON object with \"Version\": 1,"
                        + " AccessKeyId and SecretAccessKey. Run the command by hand to see its output");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
    void explainsAProcessWithAnInvalidExpiration() {
        assertThat(failure(process("{\"Version\":1,\"AccessKeyId\":\"AKIAEXAMPLE\",\"SecretAccessKey\":\"" + SECRET
                        + "\",\"Expiration\":\"soon\"}")))
                .hasMessage(FAILURE + process() + " printed an Expiration that is not a time such as"
                        + " 2026-01-31T12:00:00Z. Run the command by hand to see its output");
    }

    /** Replaces the placeholders in a row. */
    private static String text(String row) {
        return row.replace(';', '\n')
                .replace("KEYS", KEYS.strip())
                .replace("ROLE/", "role_arn = arn:aws:iam::123456789012:role/")
                .replace(
                        "SSO",
                        "sso_account_id = 123456789012\nsso_role_name = Developer\nsso_start_url = https://x/start")
                .replaceAll("(?m)^( *)ID$", "$1aws_access_key_id = AKIAEXAMPLE")
                .replaceAll("(?m)^( *)SECRET(.*)$", "$1aws_secret_access_key = " + SECRET + "$2");
    }

    private static String process(String output) {
        return "credential_process = echo '" + output + "'\n";
    }

    /** Returns the name that messages use for the command in line 2. */
    private String process() {
        return "credential_process of AWS profile 'dev' (" + settings.folder().resolve("config") + ", line 2)";
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

    /** Signs in with these properties of the profile {@code dev}, and returns the caller identity. */
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
