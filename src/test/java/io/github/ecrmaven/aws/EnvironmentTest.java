package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.AwsStandIn;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
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

    /** The program of those JVMs: signs in with the profile that is its argument, or else the default chain. */
    public static void main(String[] arguments) {
        CredentialSource source = arguments.length == 0 ? new DefaultChain("profile") : new Profile(arguments[0]);
        List<String> log = new ArrayList<>();
        try {
            new SignIns(null, log).signIn(EcrRegistry.parse(HOST), source);
        } catch (ExplainedException e) {
            log.add(e.getMessage());
        }
        log.forEach(System.out::println);
    }

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
    void anAccessKeyBeatsAwsProfile() throws Exception {
        config("[profile dev]\n" + KEYS);

        assertThat(signIn(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_PROFILE", "dev")))
                .isEqualTo("Signing in to " + HOST + " with environment variables AWS_ACCESS_KEY_ID …");
        assertThat(aws.calls().get(0).accessKeyId()).isEqualTo("AKIAEXAMPLE");
    }

    @Test
    void halfAnAccessKeyIsAnError() throws Exception {
        config("[default]\n" + KEYS);

        assertThat(signIn(Map.of("AWS_SECRET_ACCESS_KEY", SECRET)))
                .startsWith("no AWS credentials for " + HOST
                        + ": environment variables AWS_ACCESS_KEY_ID … does not work: ")
                .contains("Access key must be specified either via environment variable (AWS_ACCESS_KEY_ID)");
    }

    @Test
    void emptyVariablesAreNotSet() throws Exception {
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
    void aSessionOfIamIdentityCenter() throws Exception {
        config("[profile dev]\n" + SSO + SSO_SESSION);
        session("corp", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void aSessionOfIamIdentityCenterWithoutAName() throws Exception {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        session("https://corp.awsapps.com/start", "2099-01-01T00:00:00Z");

        assertThat(signIn(Map.of("AWS_PROFILE", "dev"))).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(arn()).contains(":assumed-role/AWSReservedSSO_Developer_");
    }

    @Test
    void aSessionThatNeverWas() throws Exception {
        config("[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ci\nsource_profile = dev\n[profile dev]\n"
                + SSO + SSO_SESSION);

        assertThat(signIn(Map.of("AWS_REGION", "eu-west-1"), "role"))
                .isEqualTo("no AWS credentials for " + HOST
                        + ": AWS profile 'role' does not work: nobody has signed in to its SSO session yet. Run 'aws sso login --profile"
                        + " dev'");
    }

    @Test
    void aSessionThatIsOver() throws Exception {
        config("[profile dev]\n" + SSO + LEGACY_SSO);
        session("https://corp.awsapps.com/start", "2020-01-01T00:00:00Z");

        assertThat(signIn(Map.of(), "dev"))
                .isEqualTo(
                        "no AWS credentials for " + HOST
                                + ": AWS profile 'dev' does not work: its SSO session has expired. Run 'aws sso login --profile dev'");
    }

    @Test
    void aSessionThatIsOverIsRenewedWhereItCanBe() throws Exception {
        config("[profile dev]\n" + SSO + SSO_SESSION);
        session("corp", "2020-01-01T00:00:00Z");
        aws.acceptToken("CreateToken", "refresh" + TOKEN);

        assertThat(signIn(Map.of(), "dev")).isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
    }

    @Test
    void aSessionThatWasRevoked() throws Exception {
        config("[profile dev]\n" + SSO + SSO_SESSION.replace("corp", "revoked"));
        session("revoked", "2099-01-01T00:00:00Z", "revoked" + TOKEN);

        assertThat(signIn(Map.of(), "dev"))
                .isEqualTo("no AWS credentials for " + HOST
                        + ": AWS profile 'dev' does not work: UnauthorizedException: Session token not found or"
                        + " invalid. Run 'aws sso login --profile dev'");
    }

    private String arn() {
        return aws.calls("GetAuthorizationToken").get(0).arn();
    }

    private void config(String text) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve(".aws")).resolve("config"), text);
    }

    private void session(String name, String expiry) throws IOException, GeneralSecurityException {
        session(name, expiry, TOKEN);
    }

    /** What {@code aws sso login} leaves behind; it names the file by the SHA-1 of the session's name or start URL. */
    private void session(String name, String expiry, String token) throws IOException, GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
        Path cache = Files.createDirectories(home.resolve(".aws/sso/cache"));
        Files.writeString(
                cache.resolve(String.format("%040x.json", new BigInteger(1, hash))),
                """
                {"accessToken": "TOKEN", "expiresAt": "EXPIRY", "refreshToken": "refreshTOKEN", "clientId": "client",
                 "clientSecret": "clientTOKEN", "registrationExpiresAt": "2099-01-01T00:00:00Z",
                 "region": "eu-west-1", "startUrl": "https://corp.awsapps.com/start"}
                """.replace("TOKEN", token).replace("EXPIRY", expiry));
    }

    /** Returns the one line that the program prints. */
    private String signIn(Map<String, String> variables, String... arguments) throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                EnvironmentTest.class.getName());
        builder.command().addAll(List.of(arguments));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("HOME", home.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.putAll(variables);
        Process process = builder.redirectError(
                        Files.createFile(home.resolve("errors")).toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor())
                .as(Files.readString(home.resolve("errors")))
                .isZero();
        assertThat(output).isNotEmpty().doesNotContain(SECRET, TOKEN, "\n");
        return output;
    }
}
