package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Principals of several accounts, what they may do, and the tokens they get: as the SDK sees it. */
class AwsStandInTest {
    private static final String USER = "arn:aws:iam::123456789012:user/developer";
    private static final String OTHER = "arn:aws:iam::210987654321:user/other";
    private static final String ROLE = "arn:aws:iam::210987654321:role/path/ci";
    private static final String SESSION = "arn:aws:sts::210987654321:assumed-role/ci/build-1";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final AwsClients developer = new AwsClients(aws.endpoint(), "AKIAEXAMPLE", "secret");
    private final AwsClients other = new AwsClients(aws.endpoint(), "AKIAOTHER", "secret of the other");

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", "secret");
        aws.accept("AKIAOTHER", "secret of the other", "", OTHER);
    }

    @AfterEach
    void stop() {
        developer.close();
        other.close();
        aws.close();
    }

    @Test
    void usersBelongToTheAccountsOfTheirArns() {
        GetCallerIdentityResponse identity = other.sts().getCallerIdentity();

        assertThat(identity.arn()).isEqualTo(OTHER);
        assertThat(identity.account()).isEqualTo("210987654321");
        assertThat(identity.userId()).startsWith("AIDA");
        assertThat(developer.sts().getCallerIdentity().arn()).isEqualTo(USER);
    }

    @Test
    void tokensNameTheRegistryOfTheCaller() {
        AuthorizationData data =
                other.ecr().getAuthorizationToken().authorizationData().get(0);

        assertThat(data.proxyEndpoint()).isEqualTo("https://210987654321.dkr.ecr.eu-west-1.amazonaws.com");
        assertThat(aws.owner(password(data))).isEqualTo(OTHER);
        assertThat(aws.owner("another")).isEmpty();
    }

    @Test
    void tokensLiveTwelveHoursUnlessSaidOtherwise() {
        assertThat(expiry())
                .isBetween(Instant.now().plusSeconds(43_100), Instant.now().plusSeconds(43_200));

        aws.tokenLifetime(Duration.ofMinutes(-1));

        assertThat(expiry()).isBefore(Instant.now());
    }

    @Test
    void aDeniedActionIsDeniedToEverybody() {
        aws.deny("ecr:GetAuthorizationToken");

        assertThatExceptionOfType(EcrException.class)
                .isThrownBy(() -> developer.ecr().getAuthorizationToken())
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("User: " + USER + " is not authorized to perform: ecr:GetAuthorizationToken on"
                                    + " resource: * because no identity-based policy allows the"
                                    + " ecr:GetAuthorizationToken action");
                });
    }

    @Test
    void anActionDeniedToOneIsAllowedToOthers() {
        aws.deny(USER, "ecr:GetAuthorizationToken");

        assertThatThrownBy(() -> developer.ecr().getAuthorizationToken()).isInstanceOf(EcrException.class);
        assertThat(other.ecr().getAuthorizationToken().authorizationData()).hasSize(1);
    }

    @Test
    void whatARoleIsDeniedItsSessionsAreDenied() {
        aws.deny(ROLE, "ecr:GetAuthorizationToken");

        try (AwsClients session =
                new AwsClients(aws.endpoint(), assume(ROLE, null).credentials())) {
            assertThatThrownBy(() -> session.ecr().getAuthorizationToken())
                    .hasMessageContaining("User: " + SESSION + " is not authorized");
        }
    }

    @Test
    void anAssumedRoleLivesInItsOwnAccount() {
        AssumeRoleResponse response = assume(ROLE, null);

        assertThat(response.assumedRoleUser().arn()).isEqualTo(SESSION);
        assertThat(response.assumedRoleUser().assumedRoleId())
                .startsWith("AROA")
                .endsWith(":build-1");
        try (AwsClients session = new AwsClients(aws.endpoint(), response.credentials())) {
            GetCallerIdentityResponse identity = session.sts().getCallerIdentity();
            assertThat(identity.arn()).isEqualTo(SESSION);
            assertThat(identity.account()).isEqualTo("210987654321");
            assertThat(identity.userId()).isEqualTo(response.assumedRoleUser().assumedRoleId());
        }
    }

    @Test
    void anAssumedRoleLivesInItsOwnPartition() {
        assertThat(assume("arn:aws-cn:iam::210987654321:role/ci", null)
                        .assumedRoleUser()
                        .arn())
                .isEqualTo("arn:aws-cn:sts::210987654321:assumed-role/ci/build-1");
    }

    @Test
    void assumeRoleRecordsWhatItWasAsked() {
        Credentials credentials = assume(ROLE, "corp:1").credentials();

        AwsStandIn.Call call = aws.calls("AssumeRole").get(0);
        assertThat(call.arn()).isEqualTo(USER);
        assertThat(call.parameter("RoleArn")).isEqualTo(ROLE);
        assertThat(call.parameter("RoleSessionName")).isEqualTo("build-1");
        assertThat(call.parameter("ExternalId")).isEqualTo("corp:1");
        assertThat(call.parameter("DurationSeconds")).isEqualTo("900");
        assertThat(call.parameter("Policy")).isEmpty();
        assertThat(credentials.expiration()).isBefore(Instant.now().plusSeconds(901));
    }

    @Test
    void aRoleMayRequireAnExternalId() {
        aws.requireExternalId(ROLE, "corp:1");

        assertThat(assume(ROLE, "corp:1").credentials().accessKeyId()).startsWith("ASIA");
        assertDenied(() -> assume(ROLE, "another"));
        assertDenied(() -> assume(ROLE, null));
    }

    @Test
    void assumeRoleMayBeDenied() {
        aws.deny(USER, "sts:AssumeRole");

        assertDenied(() -> assume(ROLE, null));
    }

    @Test
    void namesThatAwsDoesNotTakeAreRefused() {
        assertThatThrownBy(() -> assume("role/ci", null)).hasMessageStartingWith("role/ci is invalid");
        assertThatThrownBy(() ->
                        developer.sts().assumeRole(role -> role.roleArn(ROLE).roleSessionName("my build")))
                .hasMessageContaining("'my build' at 'roleSessionName' failed to satisfy constraint");
    }

    @Test
    void knowsEverySecret() {
        aws.accept("ASIAEXAMPLE", "secret of a session", "token of a session");
        aws.acceptToken("CreateToken", "refresh token");
        String token = developer
                .ecr()
                .getAuthorizationToken()
                .authorizationData()
                .get(0)
                .authorizationToken();
        Credentials assumed = assume(ROLE, null).credentials();

        assertThat(aws.secrets())
                .contains("secret", "secret of the other", "secret of a session", "token of a session")
                .contains("refresh token", token, aws.passwords().iterator().next())
                .contains(assumed.secretAccessKey(), assumed.sessionToken())
                .doesNotContain("");
    }

    @Test
    void aClockThatDiffersIsFollowedByTheSdk() {
        aws.clock(Duration.ofMinutes(20));

        assertThat(developer.sts().getCallerIdentity().arn()).isEqualTo(USER);
        assertThat(aws.calls("GetCallerIdentity")).hasSize(2);
        assertThat(expiry()).isAfter(Instant.now().plus(Duration.ofHours(12)));
    }

    @Test
    void signaturesAreJudgedByTheClock() throws Exception {
        aws.clock(Duration.ofMinutes(-6));
        assertThat(send().body()).contains("\"InvalidSignatureException\"", "\"Signature not yet current: ");

        aws.clock(Duration.ofMinutes(6));
        HttpResponse<String> response = send();
        assertThat(response.body()).contains("\"InvalidSignatureException\"", "\"Signature expired: ", " - 5 min.)");
        String date = response.headers().firstValue("Date").orElseThrow();
        assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                .isAfter(Instant.now().plus(Duration.ofMinutes(5)));
    }

    private HttpResponse<String> send() throws IOException, InterruptedException {
        HttpRequest request = new SignedRequest(aws.endpoint(), "ecr-public", "us-east-1").by("AKIAEXAMPLE", "secret");
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static void assertDenied(Runnable call) {
        assertThatExceptionOfType(StsException.class).isThrownBy(call::run).satisfies(e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo("User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE);
        });
    }

    private AssumeRoleResponse assume(String role, String externalId) {
        return developer
                .sts()
                .assumeRole(AssumeRoleRequest.builder()
                        .roleArn(role)
                        .roleSessionName("build-1")
                        .externalId(externalId)
                        .durationSeconds(900)
                        .build());
    }

    private Instant expiry() {
        return developer
                .ecr()
                .getAuthorizationToken()
                .authorizationData()
                .get(0)
                .expiresAt();
    }

    private static String password(AuthorizationData data) {
        byte[] token = Base64.getDecoder().decode(data.authorizationToken());
        return new String(token, StandardCharsets.UTF_8).replaceFirst("^AWS:", "");
    }
}
