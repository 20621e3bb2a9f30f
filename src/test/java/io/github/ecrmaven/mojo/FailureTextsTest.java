package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.ForbiddenSocket;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.TestImage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages for all kinds of failures: what failed, for which image and where, the reply of the other side, and the
 * remedy. The placeholders {@code {engine}}, {@code {endpoint}}, {@code {aws}}, {@code {proxy}} and {@code {folder}}
 * stand for values that vary from run to run.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh, and says paths and refusals in other words")
class FailureTextsTest {
    private static final String SECRET = FailingBuild.SECRET;
    private static final String TOKEN = FailingBuild.TOKEN;
    private static final String USER = "arn:aws:iam::123456789012:user/developer";
    private static final String ROLE = "arn:aws:iam::210987654321:role/pull";
    private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET + "\n";
    private static final String SSO = """
            [profile dev]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = Developer
            [sso-session corp]
            sso_region = eu-west-1
            sso_start_url = https://corp.awsapps.com/start
            """;
    private static final String LEGACY_SSO = """
            [profile dev]
            sso_account_id = 123456789012
            sso_role_name = Developer
            sso_region = eu-west-1
            sso_start_url = https://corp.awsapps.com/start
            """;
    private static final String SIGNATURE =
            "Signature expired: 20261124T091500Z is now earlier than 20261124T093000Z" + " (20261124T093500Z - 5 min.)";
    private static final String EXPIRED =
            "Token expired: current date/time 1790000000 must be before the expiration date/time 1780000000";
    private static final TestImage POSTGRES = TestImage.docker("linux/amd64", 16, 1_000);
    private static final String HOST_OF_ECR = "api.ecr.eu-west-1.amazonaws.com";

    private static SSLContext tls;
    private static String authority;
    private static String stranger;

    @RegisterExtension
    final AwsSettings files = new AwsSettings();

    /**
     * A row of the table.
     *
     * @param cause the cause of the failure
     * @param arrangement makes the build fail
     * @param text the message; a line break stands for a space
     */
    private record Failure(String cause, Consumer<FailingBuild> arrangement, String text) {
        @Override
        public String toString() {
            return cause;
        }
    }

    /** Makes IAM Identity Center refuse the role of profile 'dev', although the session is valid. */
    private static void ssoRefuses(FailingBuild build, Fault fault) {
        build.profile("dev");
        build.hasConfig(SSO);
        build.hasSsoSession("corp", "2099-01-01T00:00:00Z");
        build.aws().fail("GetRoleCredentials", fault, Fault.ALWAYS);
    }

    private static Failure failure(String cause, Consumer<FailingBuild> arrangement, String text) {
        return new Failure(cause, arrangement, text.strip().replace("\n", " "));
    }

    /** Returns the messages of all rows. */
    static Stream<String> texts() {
        return Stream.of(credentials(), answersOfAws(), theWayToAws(), images(), engines(), settings())
                .flatMap(failures -> failures)
                .map(Failure::text);
    }

    @BeforeAll
    static void makeCertificates() {
        var certificates = Certificates.ofThisJvm();
        tls = certificates.serverOf(HOST_OF_ECR);
        authority = certificates.certificate("authority");
        stranger = certificates.certificate("stranger");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"credentials", "answersOfAws", "theWayToAws", "images", "engines", "settings"})
    void theUserReads(Failure failure) {
        try (var build = new FailingBuild(files, MavenDecrypter.get())) {
            failure.arrangement().accept(build);

            assertThat(build.failure())
                    .isEqualTo(failure.text())
                    .doesNotContain("\n", SECRET, TOKEN)
                    .doesNotContain(build.aws().secrets());
        }
    }

    static Stream<Failure> credentials() {
        return Stream.of(
                failure("no credentials anywhere", build -> build.noKey(), """
                        no AWS credentials for {registry}: tried registries, profile, serverId, settings.xml server
                        '{registry}', system properties, environment, web identity, profile 'default', container,
                        instance (switched off by AWS_EC2_METADATA_DISABLED). Create a profile with 'aws configure sso'
                        and set AWS_PROFILE to it, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add a
                        <server> with the registry's host as its <id> to settings.xml"""),
                failure(
                        "no credentials, but profiles that nobody chose",
                        build -> {
                            build.noKey();
                            build.hasConfig("[profile prod]\n" + KEYS + "[profile region]\nregion = eu-west-1\n" + SSO);
                        },
                        """
                        no AWS credentials for {registry}: tried registries, profile, serverId, settings.xml server
                        '{registry}', system properties, environment, web identity, profile 'default', container,
                        instance (switched off by AWS_EC2_METADATA_DISABLED). Set AWS_PROFILE or -Decr.profile to one
                        of 'dev', 'prod', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add a <server> with
                        the registry's host as its <id> to settings.xml"""),
                failure(
                        "a profile that does not exist",
                        build -> {
                            build.profile("nosuch");
                            build.hasConfig("[default]\n" + KEYS + "[profile dev]\n" + KEYS);
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'nosuch': there is no such profile in
                        {folder}/config and {folder}/credentials; existing profiles: 'default', 'dev'. Correct the
                        name, or create the profile with 'aws configure sso --profile nosuch'"""),
                failure(
                        "a session of IAM Identity Center that has expired",
                        build -> {
                            build.profile("dev");
                            build.hasConfig(SSO);
                            build.hasSsoSession("corp", "2020-01-01T00:00:00Z");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': its SSO session has expired. Run
                        'aws sso login --profile dev'"""),
                failure(
                        "a session of IAM Identity Center without a name that has expired",
                        build -> {
                            build.profile("dev");
                            build.hasConfig(LEGACY_SSO);
                            build.hasSsoSession("https://corp.awsapps.com/start", "2020-01-01T00:00:00Z");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': its SSO session has expired. Run
                        'aws sso login --profile dev'"""),
                failure(
                        "a session of IAM Identity Center that never was, behind a role",
                        build -> {
                            build.profile("role");
                            build.hasConfig("[profile role]\nrole_arn = " + ROLE + "\nsource_profile = dev\n" + SSO);
                            build.hasSsoSession("another", "2099-01-01T00:00:00Z");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'role': nobody has signed in to its SSO
                        session yet. Run 'aws sso login --profile dev'"""),
                failure(
                        "a session of IAM Identity Center that was revoked",
                        build -> {
                            build.profile("dev");
                            build.hasConfig(SSO);
                            build.hasSsoSession("corp", "2099-01-01T00:00:00Z");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': UnauthorizedException: Session token
                        not found or invalid. Run 'aws sso login --profile dev'"""),
                failure(
                        "a session of IAM Identity Center whose title is not there",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\nsso_session = Acme Corp\nsso_account_id = 123456789012\n"
                                    + "sso_role_name = Developer\n[sso-session acme]\n");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': there is no [sso-session "Acme Corp"]
                        in {folder}/config"""),
                failure(
                        "a profile without its prefix",
                        build -> {
                            build.profile("My Dev");
                            build.hasConfig("[My Dev]\n" + KEYS);
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'My Dev': there is no such profile in
                        {folder}/config and {folder}/credentials; they define no profiles. Write [profile "My Dev"]
                        instead of [My Dev] in {folder}/config"""),
                failure(
                        "a config file that the AWS CLI does not read either",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\naws_secret_access_key " + SECRET);
                        },
                        """
                        cannot read {folder}/config: line 2 is neither a [section] nor NAME = VALUE. Correct it, or
                        comment it out with #"""),
                failure(
                        "a credentials file with a byte order mark",
                        build -> {
                            build.profile("dev");
                            build.hasFile("credentials", "\ufeff[dev]\n" + KEYS);
                        },
                        """
                        cannot read {folder}/credentials: it begins with a byte order mark (BOM), which the AWS CLI
                        does not accept. Save it as UTF-8 without BOM"""),
                failure(
                        "a property that is no number",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\nrole_arn = " + ROLE
                                    + "\nsource_profile = dev\nduration_seconds = 1h\n" + KEYS);
                        },
                        """
                        duration_seconds of AWS profile 'dev' ({folder}/config, line 4) is '1h', but
                        must be a whole number of seconds of at least 1, such as 3600"""),
                failure(
                        "a variable that is no number",
                        build -> {
                            build.noKey();
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable("AWS_MAX_ATTEMPTS", "five");
                            build.aws()
                                    .fail(
                                            "GetAuthorizationToken",
                                            Fault.status(500, "ServerException", "once"),
                                            Fault.ALWAYS);
                        },
                        "AWS_MAX_ATTEMPTS is 'five', but must be a whole number of at least 1, such as 3"),
                failure(
                        "a mode of retries that there is not",
                        build -> {
                            build.noKey();
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable("AWS_RETRY_MODE", "often");
                        },
                        "AWS_RETRY_MODE is 'often', but must be legacy, standard or adaptive"),
                failure(
                        "a role of IAM Identity Center that is not the user's",
                        build -> ssoRefuses(build, Fault.status(403, "ForbiddenException", "No access")),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': ForbiddenException: No access. Check
                        sso_account_id and sso_role_name of the profile, and that this role is assigned to you"""),
                failure(
                        "a session of 'aws login' that has expired",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\nlogin_session = " + USER + "\n");
                            build.hasLoginSession(USER, "2020-01-01T00:00:00Z");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': AccessDeniedException: The refresh
                        token is not valid. Run 'aws login --profile dev'"""),
                failure(
                        "a session of IAM Identity Center that asks too often",
                        build -> ssoRefuses(
                                build, Fault.status(429, "TooManyRequestsException", "HTTP 429 Unknown Code")),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': TooManyRequestsException: HTTP 429
                        Unknown Code, after 3 attempts. This AWS account makes too many requests: build again later"""),
                failure(
                        "a session of 'aws login' that never was",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\nlogin_session = " + USER + "\n");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': nobody has signed in to its session
                        of 'aws login' yet. Run 'aws login --profile dev'"""),
                failure(
                        "a role whose source is an environment without keys",
                        build -> {
                            build.profile("ci");
                            build.hasConfig("[profile ci]\nrole_arn = " + ROLE + "\ncredential_source = Environment\n");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'ci': its credential_source is Environment,
                        but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set there. Set them, or choose another
                        source"""),
                failure(
                        "a credential_process that fails",
                        build -> {
                            build.profile("dev");
                            Path stderr = build.hasFile("stderr", "vault is sealed, token=" + TOKEN);
                            build.hasConfig(
                                    "[profile dev]\ncredential_process = sh -c 'cat " + stderr + " >&2 && exit 3'\n");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) failed with exit status 3: vault is sealed, token=(hidden). Run
                        the command by hand to see its output; as with the AWS CLI, it does not run in a shell: to use
                        one, write sh -c '…'"""),
                failure(
                        "a credential_process that says what is to harm a terminal or to speak to CI",
                        build -> {
                            Path said =
                                    build.hasFile("said", "\u001b[2Jsealed\r\n::add-mask::a\n##vso[x]\u202eb\u009b1A");
                            build.hasProcess("sh " + build.hasFile("sealed.sh", "cat " + said + " >&2; exit 1"));
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) failed with exit status 1: [2Jsealed ::add-mask::a ##vso[x] b
                        1A. Run the command by hand to see its output"""),
                failure(
                        "a credential_process that is not there",
                        build -> build.hasProcess("/nonexistent/vault --json"),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) cannot be started: No such file or directory. Begin it with the
                        full path of a program"""),
                failure(
                        "a credential_process that a shell is meant to read",
                        build -> build.hasProcess("~/bin/vault --json | jq .data"),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) cannot be started: No such file or directory. Begin it with the
                        full path of a program; as with the AWS CLI, it does not run in a shell: to use one, write sh
                        -c '…'"""),
                failure(
                        "a credential_process with a quote that does not end",
                        build -> build.hasProcess("vault 'prod account"),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': a quote in credential_process of AWS
                        profile 'dev' ({folder}/config, line 2) is not closed"""),
                failure(
                        "a credential_process that prints something else",
                        build -> build.hasProcess("echo Welcome!"),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) did not print a JSON object with "Version": 1, AccessKeyId and
                        SecretAccessKey. Run the command by hand to see its output"""),
                failure("a credential_process that prints without end", build -> build.hasProcess("yes"), """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) printed more than 64 KiB. Run the command by hand to see its
                        output"""),
                failure(
                        "a credential_process whose credentials have ended",
                        build -> build.hasProcess("cat "
                                + build.hasFile(
                                        "printed",
                                        "{\"Version\": 1, \"AccessKeyId\": \"AKIAEXAMPLE\", \"SecretAccessKey\": \""
                                                + SECRET + "\", \"Expiration\": \"2020-01-01T00:00:00Z\"}")),
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': credential_process of AWS profile
                        'dev' ({folder}/config, line 2) printed credentials that expired at 2020-01-01T00:00:00Z. Sign
                        in again where it gets them, or correct this machine's clock"""),
                failure("a container's agent that refuses the token", build -> build.hasContainer(TOKEN), """
                        no AWS credentials for {registry} from container role: HTTP status 401 from {endpoint}: Invalid
                        authorization token"""),
                failure(
                        "a container's agent that says what is to harm a terminal or to speak to CI",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.aws()
                                    .fail(
                                            "GetContainerCredentials",
                                            Fault.status(
                                                    404, "x", "\u001b[2Jno\r\n::add-mask::a\n##vso[x]\u202eb\u009b1A"),
                                            1);
                        },
                        """
                        no AWS credentials for {registry} from container role: HTTP status 404 from {endpoint}: [2Jno
                        ::add-mask::a ##vso[x] b 1A"""),
                failure(
                        "a container's agent that has a problem",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.aws()
                                    .fail(
                                            "GetContainerCredentials",
                                            Fault.status(500, "x", "role not loaded yet"),
                                            Fault.ALWAYS);
                        },
                        """
                        no AWS credentials for {registry} from container role: HTTP status 500 from {endpoint}: role not
                        loaded yet, after 3 attempts. Check that the agent of ECS or EKS is running, and the
                        AWS_CONTAINER_CREDENTIALS_… variables"""),
                failure(
                        "a container's agent that answers with something else",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.aws().fail("GetContainerCredentials", Fault.body("<html>" + TOKEN), 1);
                        },
                        "no AWS credentials for {registry} from container role: no credentials in the response"
                                + " from {endpoint}"),
                failure(
                        "a container's agent that answers with an expiration that is no time",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.aws()
                                    .fail(
                                            "GetContainerCredentials",
                                            Fault.body("{\"AccessKeyId\": \"ASIAEXAMPLE\", \"SecretAccessKey\": \""
                                                    + SECRET + "\", \"Expiration\": \"soon\"}"),
                                            1);
                        },
                        """
                        no AWS credentials for {registry} from container role: the response from {endpoint} has an
                        Expiration that is not a time such as 2026-01-31T12:00:00Z"""),
                failure(
                        "a container's agent that sends without end",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.aws().fail("GetContainerCredentials", Fault.body("x".repeat(1 << 17)), 1);
                        },
                        """
                        no AWS credentials for {registry} from container role: {endpoint} sent more than 64 KiB, so it
                        is not an agent of ECS or EKS"""),
                failure(
                        "a container's token that is not there",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.hasSystemProperty("aws.containerAuthorizationTokenFile", "/nonexistent/token");
                        },
                        """
                        no AWS credentials for {registry} from container role: cannot read /nonexistent/token of system
                        property aws.containerAuthorizationTokenFile: there is no such file"""),
                failure(
                        "a container's token with a line break in it",
                        build -> build.hasContainer(TOKEN + "\n" + TOKEN),
                        """
                        the token of system property aws.containerAuthorizationToken is invalid: it contains a line
                        break. Copy it exactly as AWS shows it"""),
                failure(
                        "a container's token file that is empty",
                        build -> {
                            build.hasContainer(TOKEN);
                            build.hasSystemProperty(
                                    "aws.containerAuthorizationTokenFile",
                                    build.hasFile("token", "\n").toString());
                        },
                        """
                        no AWS credentials for {registry} from container role: the token of {folder}/token of system
                        property aws.containerAuthorizationTokenFile is empty"""),
                failure(
                        "a web identity's token that is no text",
                        build -> {
                            build.noKey();
                            build.hasSystemProperty("aws.roleArn", ROLE);
                            build.hasSystemProperty(
                                    "aws.webIdentityTokenFile",
                                    build.hasFile("token", TOKEN + "\u0000" + TOKEN)
                                            .toString());
                        },
                        """
                        the token of {folder}/token of system property aws.webIdentityTokenFile is invalid: it contains
                        a control character. Copy it exactly as AWS shows it"""),
                failure(
                        "a secret access key with a line break in it, in the parameters",
                        build -> build.key("AKIAEXAMPLE", SECRET + "\n" + SECRET, null),
                        """
                        the secret access key of the goal's parameters is invalid: it contains a line break. Copy it
                        exactly as AWS shows it"""),
                failure(
                        "a session token with a letter that no token has, in settings.xml",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "ASIAEXAMPLE", SECRET, "sessionToken", TOKEN + "\u2026");
                        },
                        """
                        the session token of settings.xml server 'ci' is invalid: it contains a non-ASCII character.
                        Copy it exactly as AWS shows it"""),
                failure(
                        "an ECR token with a line break in it, in settings.xml",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", TOKEN + "\r\n" + TOKEN);
                        },
                        """
                        the password of settings.xml server 'ci' is invalid: it contains a line break. Copy it exactly
                        as AWS shows it"""),
                failure(
                        "a session token with a control character in it, in the environment",
                        build -> {
                            build.noKey();
                            build.hasVariable("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable("AWS_SESSION_TOKEN", TOKEN + "\u001b" + TOKEN);
                        },
                        """
                        AWS_SESSION_TOKEN is invalid: it contains a control character. Copy it exactly as AWS shows
                        it"""),
                failure(
                        "a session token with a control character in it, in the variable with its old name",
                        build -> {
                            build.noKey();
                            build.hasVariable("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable("AWS_SECURITY_TOKEN", TOKEN + "\u001b" + TOKEN);
                        },
                        """
                        AWS_SECURITY_TOKEN is invalid: it contains a control character. Copy it exactly as AWS shows
                        it"""),
                failure(
                        "a secret access key with a control character in it, in a profile",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\n" + KEYS.replace(SECRET, SECRET + "\u0007" + SECRET));
                        },
                        """
                        aws_secret_access_key of AWS profile 'dev' ({folder}/config, line 3) is invalid: it contains a
                        control character. Copy it exactly as AWS shows it"""),
                failure(
                        "a temporary key without its session token, in the parameters",
                        build -> build.key("ASIAEXAMPLE", SECRET, null),
                        """
                        the access key of the goal's parameters is temporary (ASIA…), but it has no session token. Add
                        the sessionToken that came with it"""),
                failure(
                        "a temporary key without its session token, in a profile",
                        build -> {
                            build.profile("dev");
                            build.hasConfig("[profile dev]\n" + KEYS.replace("AKIA", "ASIA"));
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'dev': its access key is temporary (ASIA…),
                        but it has no aws_session_token. Add the one that came with the key"""),
                failure(
                        "a temporary key without its session token, in the environment",
                        build -> {
                            build.noKey();
                            build.hasVariable("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                        },
                        """
                        no AWS credentials for {registry} from environment variable AWS_ACCESS_KEY_ID: the access
                        key is temporary (ASIA…), but AWS_SESSION_TOKEN is not set. Set it to the session token of the
                        key"""),
                failure(
                        "an access key in place of an ECR token",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", "AKIAIOSFODNN7EXAMPLE");
                        },
                        """
                        the password of settings.xml server 'ci' is part of an access key, not an ECR token. For an
                        access key, set the user name to its ID and the password to its secret; the user name AWS is
                        only for a token from 'aws ecr get-login-password'"""),
                failure(
                        "an ECR token in place of a secret access key",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AKIAEXAMPLE", "eyJwYXlsb2FkIjoi".repeat(100));
                        },
                        """
                        the secret access key of settings.xml server 'ci' is too long; if it is an ECR token from 'aws
                        ecr get-login-password', set the user name to AWS"""));
    }

    static Stream<Failure> answersOfAws() {
        return Stream.of(
                failure("an access key that AWS does not know", build -> build.key("AKIAUNKNOWN", SECRET, null), """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        UnrecognizedClientException: The security token included in the request is invalid. AWS does
                        not know this access key in eu-west-1. Check its ID, its session token if it is temporary
                        (ASIA…), and that its account has enabled eu-west-1; keys of AWS China and GovCloud work only
                        in their own regions"""),
                failure(
                        "an access key of another partition, for a role",
                        build -> {
                            build.images("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team/app:1.0");
                            build.key("AKIAUNKNOWN", SECRET, null);
                            build.role("arn:aws-cn:iam::123456789012:role/pull");
                        },
                        """
                        no AWS credentials for 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn from role
                        arn:aws-cn:iam::123456789012:role/pull assumed with access key of the goal's parameters:
                        InvalidClientTokenId: The security token included in the request is invalid. AWS does not know
                        this access key in cn-north-1. Check its ID, its session token if it is temporary (ASIA…), and
                        that its account has enabled cn-north-1; only keys of the AWS partition aws-cn work here"""),
                failure(
                        "a secret that belongs to another key",
                        build -> build.key("AKIAEXAMPLE", "je7MtGbClwBF", null),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        InvalidSignatureException: The request signature we calculated does not match the signature
                        you provided. Check your AWS Secret Access Key and signing method. Consult the service
                        documentation for details. The secret access key does not belong to the access key ID: check
                        both"""),
                failure(
                        "a session that is over",
                        build -> {
                            build.key("ASIAEXAMPLE", SECRET, TOKEN);
                            build.aws().accept("ASIAEXAMPLE", SECRET, TOKEN);
                            build.aws().expire("ASIAEXAMPLE");
                        },
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        ExpiredTokenException: The security token included in the request is expired. These temporary
                        credentials have expired: get new ones, or use a profile that 'aws sso login' renews"""),
                failure("no permission for a token", build -> build.aws().deny("ecr:GetAuthorizationToken"), """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        AccessDeniedException: User: arn:aws:iam::123456789012:user/developer is not authorized to
                        perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the
                        ecr:GetAuthorizationToken action. Add to a policy of this principal: {"Effect": "Allow",
                        "Action": "ecr:GetAuthorizationToken", "Resource": "*"}"""),
                failure(
                        "a deny against a token",
                        build -> build.ecrSays(
                                400,
                                "AccessDeniedException",
                                "User: " + USER + " is not authorized to perform: ecr:GetAuthorizationToken on"
                                        + " resource: * with an explicit deny in a service control policy"),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        AccessDeniedException: User: arn:aws:iam::123456789012:user/developer is not authorized to
                        perform: ecr:GetAuthorizationToken on resource: * with an explicit deny in a service control
                        policy. An explicit deny overrides every allow: ask the administrator of that policy to remove
                        it for
                        ecr:GetAuthorizationToken"""),
                failure(
                        "no permission to assume a role",
                        build -> {
                            build.role(ROLE);
                            build.aws().deny("sts:AssumeRole");
                        },
                        """
                        no AWS credentials for {registry} from role arn:aws:iam::210987654321:role/pull assumed with
                        access key of the goal's parameters: AccessDenied: User:
                        arn:aws:iam::123456789012:user/developer is not authorized to perform: sts:AssumeRole on
                        resource: arn:aws:iam::210987654321:role/pull. Allow the principal sts:AssumeRole on this
                        role, and allow the principal in the role's trust policy; if the trust policy requires an
                        external ID, set it (externalId; in a profile external_id)"""),
                failure(
                        "a role that does not trust the principal, but somebody with an external ID",
                        build -> {
                            build.role(ROLE);
                            build.aws().requireExternalId(ROLE, "build-7");
                        },
                        """
                        no AWS credentials for {registry} from role arn:aws:iam::210987654321:role/pull assumed with
                        access key of the goal's parameters: AccessDenied: User:
                        arn:aws:iam::123456789012:user/developer is not authorized to perform: sts:AssumeRole on
                        resource: arn:aws:iam::210987654321:role/pull. Allow the principal sts:AssumeRole on this
                        role, and allow the principal in the role's trust policy; if the trust policy requires an
                        external ID, set it (externalId; in a profile external_id)"""),
                failure(
                        "a role that is to last longer than one assumed by a role can, behind a session",
                        build -> {
                            build.profile("chained");
                            build.hasConfig("[profile chained]\nrole_arn = " + ROLE + "\nsource_profile = dev\n"
                                    + "duration_seconds = 7200\n[profile dev]\nlogin_session = " + USER + "\n");
                            build.hasLoginSession(USER, "2099-01-01T00:00:00Z");
                            build.stsSays(
                                    "ValidationError",
                                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed"
                                            + " by role chaining");
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'chained': ValidationError: The requested
                        DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"""),
                failure(
                        "a role that is assumed too often",
                        build -> {
                            build.role(ROLE);
                            build.stsSays("Throttling", "Rate exceeded");
                        },
                        """
                        no AWS credentials for {registry} from role arn:aws:iam::210987654321:role/pull assumed with
                        access key of the goal's parameters: Throttling: Rate exceeded, after 3 attempts. This AWS
                        account makes too many requests: build again later"""),
                failure(
                        "a deny against a role",
                        build -> {
                            build.role(ROLE);
                            build.stsSays(
                                    "AccessDenied",
                                    "User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: "
                                            + ROLE + " with an explicit deny in a permissions boundary");
                        },
                        """
                        no AWS credentials for {registry} from role arn:aws:iam::210987654321:role/pull assumed with
                        access key of the goal's parameters: AccessDenied: User:
                        arn:aws:iam::123456789012:user/developer is not authorized to perform: sts:AssumeRole on
                        resource: arn:aws:iam::210987654321:role/pull with an explicit deny in a permissions boundary.
                        An explicit deny overrides every allow: ask the administrator of that policy to remove it for
                        sts:AssumeRole"""),
                failure(
                        "a role in a region where STS is not activated",
                        build -> {
                            build.role(ROLE);
                            build.stsSays(
                                    "RegionDisabledException",
                                    "STS is not activated in this region for account:210987654321. Your account"
                                            + " administrator can activate STS in this region using the IAM Console.");
                        },
                        """
                        no AWS credentials for {registry} from role arn:aws:iam::210987654321:role/pull assumed with
                        access key of the goal's parameters: RegionDisabledException: STS is not activated in this
                        region for account:210987654321. Your account administrator can activate STS in this region
                        using the IAM Console. Enable region eu-west-1, and AWS STS in it, for that account"""),
                failure(
                        "a web identity that the role does not trust",
                        build -> {
                            build.noKey();
                            build.hasSystemProperty("aws.roleArn", ROLE);
                            build.hasSystemProperty(
                                    "aws.webIdentityTokenFile",
                                    build.hasFile("web-identity", TOKEN).toString());
                            build.aws()
                                    .fail(
                                            "AssumeRoleWithWebIdentity",
                                            Fault.status(
                                                    403,
                                                    "AccessDenied",
                                                    "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
                                            Fault.ALWAYS);
                        },
                        """
                        no AWS credentials for {registry} from web identity of arn:aws:iam::210987654321:role/pull:
                        AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. The role's trust policy
                        must allow this identity provider, and the audience and subject of its token"""),
                failure(
                        "a web identity's token that has expired",
                        build -> {
                            build.noKey();
                            build.hasSystemProperty("aws.roleArn", ROLE);
                            build.hasSystemProperty(
                                    "aws.webIdentityTokenFile",
                                    build.hasFile("web-identity", TOKEN).toString());
                            build.aws()
                                    .fail(
                                            "AssumeRoleWithWebIdentity",
                                            Fault.status(400, "ExpiredTokenException", EXPIRED),
                                            Fault.ALWAYS);
                        },
                        """
                        no AWS credentials for {registry} from web identity of arn:aws:iam::210987654321:role/pull:
                        ExpiredTokenException: Token expired: current date/time 1790000000 must be before the
                        expiration date/time 1780000000. The token in {folder}/web-identity has expired: whatever
                        writes this file must write a new one; in CI, request the token later, or with a longer
                        lifetime"""),
                failure(
                        "a web identity's token of a profile that has expired",
                        build -> {
                            build.profile("ci");
                            build.hasConfig("[profile ci]\nrole_arn = " + ROLE + "\nweb_identity_token_file = "
                                    + build.hasFile("web-identity", TOKEN) + "\n");
                            build.aws()
                                    .fail(
                                            "AssumeRoleWithWebIdentity",
                                            Fault.status(400, "ExpiredTokenException", EXPIRED),
                                            Fault.ALWAYS);
                        },
                        """
                        no AWS credentials for {registry} from AWS profile 'ci': ExpiredTokenException: Token expired:
                        current date/time 1790000000 must be before the expiration date/time 1780000000. The token in
                        {folder}/web-identity has expired: whatever writes this file must write a new one; in CI,
                        request the token later, or with a longer lifetime"""),
                failure(
                        "a clock that is wrong",
                        build -> build.ecrSays(400, "InvalidSignatureException", SIGNATURE),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        InvalidSignatureException: Signature expired: 20261124T091500Z is now earlier than
                        20261124T093000Z (20261124T093500Z - 5 min.). This machine's clock is wrong: correct it"""),
                failure(
                        "throttled to the end",
                        build -> build.ecrSays(400, "ThrottlingException", "Rate exceeded"),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        ThrottlingException: Rate exceeded, after 3 attempts. This AWS account makes too many requests:
                        build again later"""),
                failure(
                        "an ECR that is broken",
                        build -> build.ecrSays(500, "ServerException", "Internal failure"),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters:
                        ServerException: Internal failure, after 3 attempts. AWS has a problem: build again later"""));
    }

    static Stream<Failure> theWayToAws() {
        return Stream.of(
                failure(
                        "an answer in the place of AWS that has no end",
                        build -> build.aws()
                                .fail("GetAuthorizationToken", Fault.body(" ".repeat(9 << 20)), Fault.ALWAYS),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: {aws} sent
                        more than 8 MiB. Check the endpoint, and the network for a proxy that answers in
                        place of AWS"""),
                failure(
                        "a header in the place of AWS that has no end",
                        build -> build.aws()
                                .fail("GetAuthorizationToken", Fault.header("X", "x".repeat(1 << 20)), Fault.ALWAYS),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: {aws} sent
                        too many or too long header fields (Maximum line length limit exceeded). Check the endpoint,
                        and the network for a proxy that answers in place of AWS"""),
                failure(
                        "a region that does not exist",
                        build -> {
                            build.images("123456789012.dkr.ecr.eu-wst-1.amazonaws.com/team/app:1.0");
                            build.noKey();
                            build.endpoint(null);
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasNoDns();
                        },
                        """
                        no ECR authorization token for 123456789012.dkr.ecr.eu-wst-1.amazonaws.com with environment
                        variable AWS_ACCESS_KEY_ID: no such host: api.ecr.eu-wst-1.amazonaws.com. Region eu-wst-1 may
                        not exist: check it in the registry's host, and check this machine's DNS"""),
                failure(
                        "a machine without DNS",
                        build -> {
                            build.noKey();
                            build.endpoint(null);
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasNoDns();
                        },
                        """
                        no ECR authorization token for {registry} with environment variable AWS_ACCESS_KEY_ID: no
                        such host: api.ecr.eu-west-1.amazonaws.com. Check this machine's DNS, and that it can reach AWS
                        through the Internet, a proxy or a VPC endpoint"""),
                failure(
                        "an endpoint that does not exist",
                        build -> build.endpoint(URI.create("https://api.ecr.invalid")),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: no such
                        host: api.ecr.invalid. Check the endpoint, and this machine's DNS"""),
                failure("an endpoint that nobody listens at", build -> build.endpointIsClosed(), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: cannot
                        connect to {endpoint}: Connection refused, after 3 attempts. Check the network, proxies and
                        firewalls between this machine and AWS"""),
                failure("an endpoint that is silent", build -> build.endpointIsSilent(), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: no answer
                        within 0.5 s. Check the network, proxies and firewalls between this machine and AWS"""),
                failure(
                        "an endpoint that is not ECR's",
                        build -> build.endpoint(
                                URI.create("http://" + build.registry().host())),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: HTTP
                        status 401. Check the endpoint, and the network for a proxy that answers in place of AWS"""),
                failure("a certificate that is not trusted", build -> build.endpointHasTls(new AwsStandIn(tls)), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: the
                        server's TLS certificate is not trusted (unable to find valid certification path to requested
                        target). If a proxy or firewall inspects TLS, set AWS_CA_BUNDLE to a file with its CA
                        certificate (PEM), or add that certificate to Java's trust store"""),
                failure(
                        "a certificate that is not trusted, though AWS_CA_BUNDLE is set",
                        build -> {
                            build.noKey();
                            build.endpointHasTls(new AwsStandIn(tls));
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable(
                                    "AWS_CA_BUNDLE",
                                    build.hasFile("corp.pem", stranger).toString());
                        },
                        """
                        no ECR authorization token for {registry} with environment variable AWS_ACCESS_KEY_ID: the
                        server's TLS certificate is not trusted (unable to find valid certification path to requested
                        target). Add the certificate of the CA that issued it (PEM) to
                        {folder}/corp.pem, the file of AWS_CA_BUNDLE"""),
                failure(
                        "a certificate of another host",
                        build -> {
                            build.noKey();
                            build.endpointHasTls(new AwsStandIn(tls));
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable(
                                    "AWS_CA_BUNDLE",
                                    build.hasFile("corp.pem", authority).toString());
                        },
                        """
                        no ECR authorization token for {registry} with environment variable AWS_ACCESS_KEY_ID:
                        Certificate for <127.0.0.1> doesn't match any of the subject alternative names: []. Check
                        the endpoint, and the network for a proxy that answers in place of AWS"""),
                failure(
                        "an AWS_CA_BUNDLE that does not exist",
                        build -> {
                            build.noKey();
                            build.endpointHasTls(new AwsStandIn(tls));
                            build.hasVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
                            build.hasVariable("AWS_SECRET_ACCESS_KEY", SECRET);
                            build.hasVariable("AWS_CA_BUNDLE", "/nonexistent/corp.pem");
                        },
                        """
                        cannot use /nonexistent/corp.pem of AWS_CA_BUNDLE: there is no such file. Set it to a file with
                        the certificates to trust, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----,
                        or remove the setting"""),
                failure(
                        "a proxy that shows a certificate of its own",
                        build -> {
                            var aws = new AwsStandIn(tls);
                            build.proxy().lead(HOST_OF_ECR + ":443", aws.endpoint());
                            build.closes(aws);
                        },
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: the
                        server's TLS certificate is not trusted (unable to find valid certification path to requested
                        target), through the proxy {proxy} (settings.xml proxy 'corp'). If a proxy or firewall inspects
                        TLS, set AWS_CA_BUNDLE to a file with its CA certificate (PEM), or add that certificate to
                        Java's trust store"""),
                failure("a proxy that wants a password", build -> build.proxy().demand("user", "pass"), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: the proxy
                        {proxy} (settings.xml proxy 'corp') answered HTTP status 407. Set the proxy's user and
                        password: in the <proxy> of settings.xml, or as http://USER:PASSWORD@HOST:PORT in
                        https_proxy"""),
                failure("a proxy that forbids AWS", build -> build.proxy().refuse(403), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: the proxy
                        {proxy} (settings.xml proxy 'corp') answered HTTP status 403. Check the proxy, and that it
                        allows connections to AWS; to bypass it for a host, add the host to nonProxyHosts or
                        no_proxy"""),
                failure(
                        "a proxy that finds no way to AWS",
                        build -> build.proxy().refuse(502),
                        """
                        no ECR authorization token for {registry} with access key of the goal's parameters: the proxy
                        {proxy} (settings.xml proxy 'corp') answered HTTP status 502, after 3 attempts. Check the proxy,
                        and that it allows connections to AWS; to bypass it for a host, add the host to nonProxyHosts
                        or no_proxy"""),
                failure("a proxy that is not there", build -> build.proxy().close(), """
                        no ECR authorization token for {registry} with access key of the goal's parameters: cannot
                        connect to the proxy {proxy} (settings.xml proxy 'corp'): Connection refused, after 3 attempts.
                        Check the proxy, and that it allows connections to AWS; to bypass it for a host, add the host
                        to nonProxyHosts or no_proxy"""));
    }

    static Stream<Failure> images() {
        String denied = "User: " + USER + " is not authorized to perform: ecr:BatchGetImage on resource:"
                + " arn:aws:ecr:eu-west-1:123456789012:repository/team/app because no identity-based policy allows the"
                + " ecr:BatchGetImage action";
        String loginOverlay = "pull access denied for REPOSITORY, repository does not exist or may require"
                + " 'docker login': denied: ";
        String resolve = "failed to resolve reference \"IMAGE\": ";
        String head = resolve + "unexpected status from HEAD request to https://HOST/v2/team/app/manifests/1.0: ";
        return Stream.of(
                failure(
                        "401 from the registry, though ECR has the image",
                        build -> build.dockerSays(500, head + "401 Unauthorized"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to resolve reference "{image}":
                        unexpected status from HEAD request to https://{registry}/v2/team/app/manifests/1.0: 401
                        Unauthorized. The registry rejected the token. If it is the password of a settings.xml server,
                        it may have expired; otherwise the principal needs ecr:BatchGetImage and
                        ecr:GetDownloadUrlForLayer on the repository; a repository of another account must allow it in
                        its policy"""),
                failure(
                        "no permission for the image, quoted by Docker",
                        build -> {
                            build.aws().deny("ecr:BatchGetImage");
                            build.dockerSays(404, loginOverlay + denied);
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: pull access denied for
                        {registry}/team/app, repository does not exist or may require 'docker login': denied: User:
                        arn:aws:iam::123456789012:user/developer is not authorized to perform: ecr:BatchGetImage on
                        resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/app because no identity-based
                        policy allows the ecr:BatchGetImage action. A pull needs ecr:GetAuthorizationToken on *, and
                        ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a repository of another
                        account must allow it in its policy too"""),
                failure(
                        "no permission for the image, lost by containerd",
                        build -> {
                            build.aws().deny("ecr:BatchGetImage");
                            build.dockerSays(500, head + "403 Forbidden");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to resolve reference "{image}":
                        unexpected status from HEAD request to https://{registry}/v2/team/app/manifests/1.0: 403
                        Forbidden. ECR says: AccessDeniedException: User: arn:aws:iam::123456789012:user/developer is
                        not authorized to perform: ecr:BatchGetImage on resource:
                        arn:aws:ecr:eu-west-1:123456789012:repository/team/app because no identity-based policy allows
                        the ecr:BatchGetImage action. A pull needs ecr:GetAuthorizationToken on *, and
                        ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a repository of another
                        account must allow it in its policy too"""),
                failure(
                        "no permission for the image, quoted by Podman",
                        build -> {
                            build.aws().deny("ecr:BatchGetImage");
                            build.podmanSays(403, "denied: " + denied);
                        },
                        """
                        cannot pull {image}: Podman 5.8.6 at {engine} says: denied: User:
                        arn:aws:iam::123456789012:user/developer is not authorized to perform: ecr:BatchGetImage on
                        resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/app because no identity-based
                        policy allows the ecr:BatchGetImage action. A pull needs ecr:GetAuthorizationToken on *, and
                        ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a repository of another
                        account must allow it in its policy too"""),
                failure(
                        "an ECR token that has expired",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", "eyJwYXlsb2FkIjoi");
                            build.dockerSays(
                                    404,
                                    loginOverlay + "Your authorization token has expired. Reauthenticate and try"
                                            + " again.");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: pull access denied for
                        {registry}/team/app, repository does not exist or may require 'docker login': denied: Your
                        authorization token has expired. Reauthenticate and try again. Get a new token with 'aws ecr
                        get-login-password': it is valid for 12 hours"""),
                failure(
                        "an ECR token that has expired, lost by containerd",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", "eyJwYXlsb2FkIjoi");
                            build.dockerSays(500, head + "403 Forbidden");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to resolve reference "{image}":
                        unexpected status from HEAD request to https://{registry}/v2/team/app/manifests/1.0: 403
                        Forbidden. The registry rejected the token. If it is the password of a settings.xml server, it
                        may have expired; otherwise the principal needs ecr:BatchGetImage and
                        ecr:GetDownloadUrlForLayer on the repository; a repository of another account must allow it in
                        its policy"""),
                failure(
                        "a repository that does not exist",
                        build -> {
                            build.images(FailingBuild.HOST + "/team/web:1.0");
                            build.dockerSays(
                                    404,
                                    "repository HOST/team/web not found: name unknown: The repository with name"
                                            + " 'team/web' does not exist in the registry with id '123456789012'");
                        },
                        """
                        cannot pull {registry}/team/web:1.0: Docker 28.5.2 at {engine} says: repository
                        {registry}/team/web not found: name unknown: The repository with name 'team/web' does not
                        exist in the registry with id '123456789012'. ECR has no repository 'team/web' of account
                        123456789012 in eu-west-1. Check its name, and the account and region in the registry's
                        host"""),
                failure(
                        "a tag that does not exist",
                        build -> {
                            build.images(FailingBuild.REPOSITORY + ":2.0");
                            build.dockerSays(
                                    404,
                                    "manifest for REPOSITORY:2.0 not found: manifest unknown: Requested image"
                                            + " not found");
                        },
                        """
                        cannot pull {registry}/team/app:2.0: Docker 28.5.2 at {engine} says: manifest for
                        {registry}/team/app:2.0 not found: manifest unknown: Requested image not found. ECR has no tag
                        2.0 in repository 'team/app' of account 123456789012 in eu-west-1. Push the image, or correct
                        the reference"""),
                failure(
                        "a tag that does not exist, for who may not ask ECR",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", "eyJwYXlsb2FkIjoi");
                            build.dockerSays(404, resolve + "IMAGE: not found");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to resolve reference "{image}":
                        {image}: not found. Check the tag or digest and the repository's name, and that the image was
                        pushed to this account and region"""),
                failure(
                        "an image that is archived",
                        build -> {
                            build.registry().archive("team/app", "1.0");
                            build.dockerSays(
                                    404, "manifest for IMAGE not found: manifest unknown: Requested image not found");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: manifest for {image} not found: manifest
                        unknown: Requested image not found. ECR has archived this image. Restore it: aws ecr
                        update-image-storage-class --registry-id 123456789012 --region eu-west-1 --repository-name
                        team/app --image-id imageTag=1.0 --target-storage-class STANDARD"""),
                failure(
                        "a pull-through cache that may not fetch, or whose upstream has no such repository",
                        build -> {
                            build.images(FailingBuild.HOST + "/docker-hub/postgres:16");
                            build.podmanSays(
                                    404,
                                    "name unknown: The repository with name 'docker-hub/postgres' does not exist in the"
                                            + " registry with id '123456789012'");
                        },
                        """
                        cannot pull {registry}/docker-hub/postgres:16: Podman 5.8.6 at {engine} says: name unknown:
                        The repository with name 'docker-hub/postgres' does not exist in the registry with id
                        '123456789012'. ECR has no repository 'docker-hub/postgres' of account 123456789012 in
                        eu-west-1. Check its name, and the account and region in the registry's host. If a pull-through
                        cache should fetch it, the first pull needs ecr:CreateRepository and
                        ecr:BatchImportUpstreamImage, and the upstream registry must have it; Docker Hub's official
                        images are in library/"""),
                failure(
                        "a pull-through cache whose upstream has no such image",
                        build -> {
                            build.images(FailingBuild.HOST + "/docker-hub/library/postgres:99");
                            build.aws()
                                    .failImages(
                                            "docker-hub/library/postgres",
                                            "ImageNotFound",
                                            "Requested image not found");
                            String postgres = "HOST/docker-hub/library/postgres:99";
                            build.dockerSays(
                                    404,
                                    "failed to resolve reference \"" + postgres + "\": " + postgres + ": not found");
                        },
                        """
                        cannot pull {registry}/docker-hub/library/postgres:99: Docker 28.5.2 at {engine} says: failed
                        to resolve reference "{registry}/docker-hub/library/postgres:99":
                        {registry}/docker-hub/library/postgres:99: not found. ECR has no tag 99 in repository
                        'docker-hub/library/postgres' of account 123456789012 in eu-west-1. Push the image, or correct
                        the reference. If a pull-through cache should fetch it, the first pull needs
                        ecr:BatchImportUpstreamImage, and the upstream registry must have it; Docker Hub's official
                        images are in library/"""),
                failure(
                        "a digest that a pull-through cache has not fetched yet",
                        build -> {
                            String digest = "sha256:" + "0".repeat(64);
                            String image = FailingBuild.HOST + "/docker-hub/library/postgres:16@" + digest;
                            build.images(image);
                            build.aws()
                                    .failImages(
                                            "docker-hub/library/postgres",
                                            "ImageNotFound",
                                            "Requested image not found");
                            build.dockerSays(404, "HOST/docker-hub/library/postgres:16: not found");
                        },
                        """
                        cannot pull {registry}/docker-hub/library/postgres:16@sha256:%1$s: Docker 28.5.2 at {engine}
                        says: {registry}/docker-hub/library/postgres:16: not found. ECR has no digest sha256:%1$s in
                        repository 'docker-hub/library/postgres' of account 123456789012 in eu-west-1. Push the image,
                        or correct the reference. A pull-through cache cannot fetch a new image by digest: pull it once
                        by its tag, with 'mvn ecr:pull -Decr.images={registry}/docker-hub/library/postgres:16'. If a
                        pull-through cache should fetch it, the first pull needs ecr:BatchImportUpstreamImage, and the
                        upstream registry must have it; Docker Hub's official images are in
                        library/""".formatted("0".repeat(64))),
                failure(
                        "a pull-through cache that its upstream refuses",
                        build -> {
                            build.aws()
                                    .failImages(
                                            "team/app",
                                            "UpstreamAccessDenied",
                                            "The upstream registry denied access to the image.");
                            build.dockerSays(500, head + "403 Forbidden");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to resolve reference "{image}":
                        unexpected status from HEAD request to https://{registry}/v2/team/app/manifests/1.0: 403
                        Forbidden. ECR says: UpstreamAccessDenied: The upstream registry denied access to the image.
                        Check the credentials that the pull-through cache rule keeps in AWS Secrets Manager for its
                        upstream registry"""),
                failure(
                        "a mirror that is not in ECR",
                        build -> build.configured().mirrors = List.of(Mirror.parse("docker.io", "quay.io/hub")),
                        """
                        bad mirror 'docker.io=quay.io/hub': 'quay.io' is not a registry of ECR:
                        ACCOUNT.dkr.ecr.REGION.amazonaws.com. Declare a registry of ECR of another form, as LocalStack's,
                        by its <host> and <region> in <registries>"""),
                failure(
                        "a mirror of a mirror",
                        build -> build.configured().mirrors = List.of(
                                Mirror.parse("docker.io", "public.ecr.aws/docker"),
                                Mirror.parse("public.ecr.aws", FailingBuild.HOST + "/ecr-public")),
                        """
                        bad mirror 'docker.io=public.ecr.aws/docker': its registry has a mirror itself,
                        'public.ecr.aws={registry}/ecr-public', but an image is pulled by one mirror only. Write
                        'docker.io={registry}/ecr-public/docker', or leave out one of the two"""),
                failure(
                        "a service of a compose file whose image has a variable that is not set",
                        build -> build.composeFile("compose.yaml", "services:\n  db:\n    image: postgres:${UNSET}\n"),
                        """
                        bad image 'postgres:' ({folder}/compose.yaml, line 3: services.db.image): without a value for
                        UNSET it is no image reference: tag '' must be 1 to 128 letters, digits, '_', '.' or '-', and
                        not begin with '.' or '-'. Set UNSET, or write a default: ${NAME:-default}"""),
                failure(
                        "a mirror whose pull-through cache may not create the repository",
                        build -> {
                            build.mirrors("postgres:16");
                            build.registry().pushUpstream("docker-hub/library/postgres", "16", POSTGRES);
                            build.registry().denyFetching("ecr:CreateRepository");
                            build.podmanSays(
                                    404,
                                    "name unknown: The repository with name 'docker-hub/library/postgres' does not exist"
                                            + " in the registry with id '123456789012'");
                        },
                        """
                        cannot pull postgres:16 by its mirror: cannot pull {registry}/docker-hub/library/postgres:16:
                        Podman 5.8.6 at {engine} says: name unknown: The repository with name
                        'docker-hub/library/postgres' does not exist in the registry with id '123456789012'. ECR has no
                        repository 'docker-hub/library/postgres' of account 123456789012 in eu-west-1, and has not
                        created it for postgres:16. Check that the mirror is the host and the prefix of a pull-through
                        cache rule, and that the principal has ecr:CreateRepository and ecr:BatchImportUpstreamImage,
                        which the first pull of an image needs"""),
                failure(
                        "a mirror whose pull-through cache may not fetch, or whose upstream has no such image",
                        build -> {
                            build.mirrors("postgres:99");
                            build.registry().push("docker-hub/library/postgres", "16", POSTGRES);
                            build.dockerSays(404, "manifest unknown: Requested image not found");
                        },
                        """
                        cannot pull postgres:99 by its mirror: cannot pull {registry}/docker-hub/library/postgres:99:
                        Docker 28.5.2 at {engine} says: manifest unknown: Requested image not found. ECR has no tag 99
                        in repository 'docker-hub/library/postgres' of account 123456789012 in eu-west-1, and has not
                        fetched postgres:99. Check that docker.io has this image, and that the principal has
                        ecr:BatchImportUpstreamImage, which the first pull of an image needs"""),
                failure(
                        "a tag to lock of a mirror whose pull-through cache may not fetch, or whose upstream has none",
                        build -> {
                            build.registry().push("docker-hub/library/postgres", "16", POSTGRES);
                            build.locks("postgres:99");
                        },
                        """
                        cannot find the digest of postgres:99 ({registry}/docker-hub/library/postgres:99): {registry}
                        says: MANIFEST_UNKNOWN: Requested image not found. ECR has no tag 99 in repository
                        'docker-hub/library/postgres' in eu-west-1, and has not fetched postgres:99. Check that
                        docker.io has this image, and that the principal has ecr:BatchImportUpstreamImage, which the
                        first pull of an image needs"""),
                failure(
                        "a digest of a mirror, without a tag to fetch it by",
                        build -> {
                            build.mirrors("postgres@sha256:" + "0".repeat(64));
                            build.registry().push("docker-hub/library/postgres", "16", POSTGRES);
                            build.dockerSays(404, "manifest unknown: Requested image not found");
                        },
                        """
                        cannot pull postgres@sha256:%1$s by its mirror: cannot pull
                        {registry}/docker-hub/library/postgres@sha256:%1$s: Docker 28.5.2 at {engine} says: manifest
                        unknown: Requested image not found. ECR has no digest sha256:%1$s in repository
                        'docker-hub/library/postgres' of account 123456789012 in eu-west-1. A pull-through cache cannot
                        fetch a new image by digest: pull it once by its tag""".formatted("0".repeat(64))),
                failure(
                        "a mirror whose upstream asks for less",
                        build -> {
                            build.mirrors("postgres:16");
                            build.aws()
                                    .failImages(
                                            "docker-hub/library/postgres",
                                            "UpstreamTooManyRequests",
                                            "Rate exceeded at the upstream registry");
                            build.dockerSays(429, "toomanyrequests: Rate exceeded");
                        },
                        """
                        cannot pull postgres:16 by its mirror: cannot pull {registry}/docker-hub/library/postgres:16:
                        Docker 28.5.2 at {engine} says: toomanyrequests: Rate exceeded. ECR says:
                        UpstreamTooManyRequests: Rate exceeded at the upstream registry. Pull again later, or give the
                        pull-through cache rule credentials for its upstream registry"""),
                failure(
                        "a pull-through cache whose credentials the upstream does not take",
                        build -> {
                            build.mirrors("percona/operator:1");
                            build.dockerSays(
                                    404,
                                    "pull access denied for HOST/docker-hub/percona/operator, repository does not exist or"
                                            + " may require 'docker login': denied: The authentication to the upstream"
                                            + " registry failed. Verify that the credentials provided in the pull through"
                                            + " cache rule are correct, and try again.");
                        },
                        """
                        cannot pull percona/operator:1 by its mirror: cannot pull
                        {registry}/docker-hub/percona/operator:1: Docker 28.5.2 at {engine} says: pull access denied for
                        {registry}/docker-hub/percona/operator, repository does not exist or may require 'docker login':
                        denied: The authentication to the upstream registry failed. Verify that the credentials provided
                        in the pull through cache rule are correct, and try again. Check the credentials that the
                        pull-through cache rule of ECR has in AWS Secrets Manager for its upstream registry, and that
                        the image exists there: Docker Hub refuses one that does not"""),
                failure(
                        "a platform that the image is not made for",
                        build -> {
                            build.registry()
                                    .push(
                                            "team/app",
                                            "1.0",
                                            TestImage.index(
                                                    TestImage.oci("linux/amd64", 2, 1_000),
                                                    TestImage.oci("linux/arm64", 3, 1_000)));
                            build.configured().platform = "linux/s390x";
                            build.dockerSays(404, "no matching manifest for linux/s390x in the manifest list entries");
                        },
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: no matching manifest for linux/s390x in the
                        manifest list entries. It is made for linux/amd64, linux/arm64: set <platform> to one of
                        them"""),
                failure(
                        "a registry that is asked too often",
                        build -> build.dockerSays(500, "toomanyrequests: Rate exceeded"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: toomanyrequests: Rate exceeded. The
                        registry gets too many requests: try again later"""),
                failure(
                        "a full disk",
                        build -> build.dockerSaysLater(
                                "failed to register layer: write /usr/lib/libc.so: no space left on device"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to register layer: write
                        /usr/lib/libc.so: no space left on device. Free disk space for the engine's images, for example
                        with 'docker system prune'"""),
                failure(
                        "a Helm chart that Docker 28 calls pulled",
                        build -> {
                            build.pushes(TestImage.helmChart());
                            build.dockerHasNoImage();
                        },
                        """
                        cannot pull {image}: it is not a container image (Docker 28.5.2 at {engine} found neither a
                        platform nor a file system in it). ECR has a Helm chart there
                        (application/vnd.cncf.helm.config.v1+json), not a container image. Correct the reference, or
                        remove it here and get it with its own tool"""),
                failure(
                        "an artifact that other engines refuse",
                        build -> build.dockerSaysLater("unsupported media type application/vnd.oci.empty.v1+json"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: unsupported media type
                        application/vnd.oci.empty.v1+json. It is not a container image, but another artifact, such as a
                        Helm chart, a signature or an SBOM: correct the reference, or remove it here and get it with
                        its own tool"""),
                failure(
                        "a registry without TLS",
                        build -> build.dockerSays(
                                500, "Get \"https://HOST/v2/\": http: server gave HTTP response to HTTPS client"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: Get "https://{registry}/v2/": http: server
                        gave HTTP response to HTTPS client. The engine uses HTTPS, but the server at the registry's
                        address does not: check the registry's host and port, and the engine's proxy; a registry
                        without TLS must be in the engine's 'insecure-registries'"""),
                failure(
                        "a proxy that opens TLS, and that the engine does not know",
                        build -> build.dockerSays(
                                500,
                                "Get \"https://HOST/v2/\": tls: failed to verify certificate: x509: certificate"
                                        + " signed by"
                                        + " unknown authority"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: Get "https://{registry}/v2/": tls: failed
                        to
                        verify certificate: x509: certificate signed by unknown authority. The engine does not trust
                        the TLS certificate of the registry. If it comes from a proxy that inspects TLS, or from a
                        registry of your own, install the CA certificate on the engine's machine, as
                        /etc/docker/certs.d/HOST/ca.crt, and
                        restart the engine"""),
                failure(
                        "a registry that the engine cannot find",
                        build -> build.dockerSays(
                                500, "Get \"https://HOST/v2/\": dial tcp: lookup HOST on 10.0.0.2:53: no such host"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: Get "https://{registry}/v2/": dial tcp:
                        lookup
                        {registry} on 10.0.0.2:53: no such host. The engine cannot resolve the registry's host: check
                        its name, and the DNS and VPN of the engine's machine"""),
                failure(
                        "a key of KMS that is disabled",
                        build -> build.dockerSays(500, "unknown: KmsException: the key is disabled"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: unknown: KmsException: the key is disabled.
                        ECR cannot use the AWS KMS key that encrypts the repository: check that the key is enabled, and
                        that the grants that ECR has on it were not revoked"""),
                failure(
                        "an engine's store that cannot be written",
                        build -> build.dockerSaysLater("failed to register layer: mkdir /x: read-only file system"),
                        """
                        cannot pull {image}: Docker 28.5.2 at {engine} says: failed to register layer: mkdir /x:
                        read-only
                        file system. The engine cannot write to its image store: check its disk and permissions, and
                        the engine's log"""),
                failure(
                        "one reason for several images",
                        build -> {
                            build.images(FailingBuild.IMAGE, FailingBuild.REPOSITORY + ":2.0");
                            build.key("AKIAEXAMPLE", "je7MtGbClwBF", null);
                            build.ecrSays(400, "AccessDeniedException", "Not today");
                        },
                        """
                        2 of 2 images could not be pulled: no ECR authorization token for {registry} with access key
                        of the goal's parameters: AccessDeniedException: Not today. Add to a policy of this principal:
                        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}"""));
    }

    static Stream<Failure> engines() {
        return Stream.of(
                failure("no engine", build -> build.configured().dockerHost = "unix:///nonexistent/docker.sock", """
                        no container engine at unix:///nonexistent/docker.sock (dockerHost parameter): No such file or
                        directory. Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to where it
                        listens"""),
                failure("an engine that has ended", build -> build.engine().close(), """
                        no container engine at {engine} (dockerHost parameter): nothing listens there (Connection
                        refused). Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to where it
                        listens"""),
                failure(
                        "no permission for the engine's socket",
                        build -> build.fails(
                                ForbiddenSocket.failure("unix:///var/run/docker.sock", "DOCKER_HOST not set")),
                        """
                        no container engine at unix:///var/run/docker.sock (DOCKER_HOST not set): permission denied.
                        Allow this user to use it: 'sudo usermod -aG docker $USER', then log in again"""),
                failure("no address", build -> build.configured().dockerHost = "/var/run/docker.sock", """
                        '/var/run/docker.sock' (dockerHost parameter) is not the address of a container engine: write
                        unix:///PATH, tcp://HOST:PORT, npipe:////./pipe/NAME or ssh://USER@HOST"""),
                failure(
                        "something else that sends without end",
                        build -> build.engine().answer("GET /version", 200, " ".repeat(9_000_000)),
                        """
                        no container engine at {engine} (dockerHost parameter): what listens there does not respond
                        like a container engine (it sent more than 8 MiB). Set dockerHost or DOCKER_HOST to where the
                        engine
                        listens; if it requires TLS, set certPath or DOCKER_TLS_VERIFY too"""),
                failure(
                        "something else that sends values without end",
                        build ->
                                build.engine().answer("GET /version", 200, "{\"new\":[" + "0,".repeat(400_000) + "0]}"),
                        """
                        no container engine at {engine} (dockerHost parameter): what listens there does not respond
                        like a container engine (it sent more than 200000 JSON values or 500 nested levels in one
                        response). Set
                        dockerHost or DOCKER_HOST to where the engine listens; if it requires TLS, set certPath or
                        DOCKER_TLS_VERIFY too"""),
                failure(
                        "an answer to the pull that is no engine's",
                        build -> build.engine().answer("POST /images/create", 200, "<html>"),
                        """
                        cannot pull {image}: no complete response from Docker 28.5.2 at {engine}: it is not JSON"""),
                failure(
                        "an image that is removed before it is tagged",
                        build -> {
                            String digest = "@sha256:" + "0".repeat(64);
                            build.images(FailingBuild.IMAGE + digest);
                            build.engine().has(FailingBuild.REPOSITORY + digest, "linux", "amd64");
                            build.engine().pull("{\"status\":\"Status: Downloaded newer image\"}");
                        },
                        """
                        cannot tag {image}: Docker 28.5.2 at {engine} does not have
                        {image}@sha256:0000000000000000000000000000000000000000000000000000000000000000 any more. Is
                        another process removing images?"""),
                failure("an engine that is too old", build -> build.engine().version("19.03.15", "1.40", "1.12"), """
                        Docker 19.03.15 at {engine} is too old: its API is 1.40, this plugin needs 1.41 (Docker 20.10)
                        or newer. Update Docker"""));
    }

    static Stream<Failure> settings() {
        return Stream.of(
                failure(
                        "a password that cannot be decrypted",
                        build -> {
                            build.hasSystemProperty("settings.security", "/nonexistent/settings-security.xml");
                            build.serverId("ci");
                            build.hasServer("ci", "AKIAEXAMPLE", SettingsServersTest.ENCRYPTED);
                        },
                        """
                        cannot decrypt the password of settings.xml server 'ci': /nonexistent/settings-security.xml (No
                        such file or directory). Check that it was encrypted with the master password of
                        ~/.m2/settings-security.xml"""),
                failure(
                        "a server that does not exist",
                        build -> {
                            build.serverId("ic");
                            build.hasServer("github", "me", "secret");
                            build.hasServer("ci", "AKIAEXAMPLE", SECRET);
                        },
                        """
                        settings.xml has no server with the id 'ic' (serverId of the goal's parameters); the nearest
                        match is 'ci': add <server><id>ic</id>…</server> to it, or correct serverId"""),
                failure(
                        "a server without a password",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AKIAEXAMPLE", null);
                        },
                        """
                        settings.xml server 'ci' has no <password>: write the access key ID as <username> and the
                        secret access key as <password>"""),
                failure(
                        "a server whose password is a variable that is not set",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AKIAEXAMPLE", "${env.ECR_PASSWORD}");
                        },
                        """
                        the password of settings.xml server 'ci' is ${env.ECR_PASSWORD}, but the environment variable
                        ECR_PASSWORD is not set"""),
                failure(
                        "a server with a misspelt element in its configuration",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "ASIAEXAMPLE", SECRET, "sesionToken", TOKEN);
                        },
                        """
                        settings.xml server 'ci' has the unknown element <sesionToken> in its <configuration>:
                        did you mean <sessionToken>?"""),
                failure(
                        "a server with a profile and an access key",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AKIAEXAMPLE", SECRET, "profile", "dev");
                        },
                        "settings.xml server 'ci' has both <profile> and an access key: keep one of them"),
                failure(
                        "a server with an ECR token and a role",
                        build -> {
                            build.serverId("ci");
                            build.hasServer("ci", "AWS", TOKEN, "roleArn", ROLE);
                        },
                        """
                        settings.xml server 'ci' has an ECR token, but <roleArn> needs an access key: set an access
                        key, or leave out <roleArn>"""),
                failure(
                        "two ways to sign in",
                        build -> {
                            build.profile("dev");
                            build.serverId("ci");
                        },
                        """
                        profile and serverId of the goal's parameters are set together, but only one way to sign in can
                        be used: keep one of them, wherever it is set (POM, settings.xml, -D), or give one by -D, which
                        replaces those of the POM and settings.xml"""));
    }
}
