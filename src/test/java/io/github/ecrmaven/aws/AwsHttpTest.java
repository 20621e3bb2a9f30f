package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.ProxyStandIn.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** Calls of GetAuthorizationToken through an HTTP proxy to a stand-in for AWS with TLS. */
class AwsHttpTest {
    private static final String HOST = "api.ecr.eu-west-1.amazonaws.com";
    private static final URI ENDPOINT = URI.create("https://" + HOST);
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final Call CONNECTED = new Call(HOST + ":443", 200);
    private static final Call ASKED_FOR_A_PASSWORD = new Call(HOST + ":443", 407);
    private static final String NOT_TRUSTED = "Unable to execute HTTP request: PKIX path building failed: "
            + "sun.security.provider.certpath.SunCertPathBuilderException: "
            + "unable to find valid certification path to requested target";

    private static SSLContext tlsOfAws;
    private static SSLContext tlsOfThisMachine;
    private static Path authority;
    private static Path stranger;

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn(tlsOfAws);
    private final ProxyStandIn proxy = new ProxyStandIn();

    @BeforeAll
    static void makeCertificates(@TempDir Path keys) throws IOException {
        var certificates = Certificates.ofThisJvm();
        tlsOfAws = certificates.serverOf(HOST);
        tlsOfThisMachine = certificates.server("server");
        authority = Files.writeString(keys.resolve("authority.pem"), certificates.certificate("authority"));
        stranger = Files.writeString(keys.resolve("stranger.pem"), certificates.certificate("stranger"));
    }

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
        proxy.lead(HOST + ":443", aws.endpoint());
    }

    @AfterEach
    void stop() {
        proxy.close();
        aws.close();
    }

    // Through a proxy

    @Test
    void anHttpsEndpointIsReachedThroughATunnel() {
        call(through(proxy.uri()));

        assertThat(proxy.calls()).containsExactly(CONNECTED);
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
    }

    @Test
    void anHttpEndpointIsReachedThroughTheProxy() {
        try (var plain = new AwsStandIn()) {
            plain.accept("AKIAEXAMPLE", SECRET);
            proxy.lead("localstack:80", plain.endpoint());
            proxy.demand("user", "pass");

            call(through(proxy.uri(), "user", "pass"), URI.create("http://localstack"));

            assertThat(proxy.calls()).containsExactly(new Call("localstack:80", 200));
            assertThat(plain.calls("GetAuthorizationToken")).hasSize(1);
        }
    }

    @Test
    void sendsThePasswordToTheProxyWithTheFirstRequest() {
        proxy.demand("user", "p:ü@ss");

        call(through(proxy.uri(), "user", "p:ü@ss"));

        assertThat(proxy.calls()).containsExactly(CONNECTED);
    }

    @Test
    void acceptsAUserWithoutAPassword() {
        proxy.demand("user", "");

        call(through(proxy.uri(), "user", null));

        assertThat(proxy.calls()).containsExactly(CONNECTED);
    }

    @Test
    void connectsToAProxyOverTls() {
        try (var secured = new ProxyStandIn(tlsOfThisMachine)) {
            secured.lead(HOST + ":443", aws.endpoint());
            secured.demand("user", "pass");

            call(through(secured.uri(), "user", "pass"));

            assertThat(secured.calls()).containsExactly(ASKED_FOR_A_PASSWORD, CONNECTED);
        }
    }

    @Test
    void doesNotUseTheProxyThatTheSdkWouldUse() {
        settings.set("http.proxyHost", "127.0.0.1");
        settings.set("http.proxyPort", String.valueOf(proxy.uri().getPort()));
        try (var local = new AwsStandIn(tlsOfThisMachine)) {
            local.accept("AKIAEXAMPLE", SECRET);

            call(
                    new AwsHttp(
                            new Proxies(List.of(), Environments.ofJvm()),
                            SettingValue.of(authority.toString(), "AWS_CA_BUNDLE"),
                            line -> {}),
                    local.endpoint());

            assertThat(local.calls("GetAuthorizationToken")).hasSize(1);
            assertThat(proxy.calls()).isEmpty();
        }
    }

    // A proxy that refuses

    @Test
    void withoutAPasswordTheProxyIsNotAskedAgain() {
        proxy.demand("user", "pass");

        refused(through(proxy.uri()), 407);

        assertThat(proxy.calls()).containsExactly(ASKED_FOR_A_PASSWORD);
    }

    @Test
    void aWrongPasswordIsRefusedOnce() {
        proxy.demand("user", "pass");

        var failure = refused(through(proxy.uri(), "user", "hunter2"), 407);

        assertThat(proxy.calls()).containsExactly(ASKED_FOR_A_PASSWORD);
        assertThat(failure).hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"403, 1", "502, 3", "503, 3"})
    void aRefusalOfTheProxyHasNoAwsErrorCode(int status, int attempts) {
        proxy.refuse(status);

        refused(through(proxy.uri()), status);

        assertThat(proxy.calls()).hasSize(attempts);
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void failsIfNothingListensAtTheProxyAddress() throws IOException {
        int port = freePort();

        assertThatThrownBy(() -> call(through(URI.create("http://127.0.0.1:" + port))))
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith("Unable to execute HTTP request: Connect to http://127.0.0.1:" + port
                        + " failed: Connection refused");
    }

    @Test
    void failsIfTheProxyHostIsUnknown() {
        assertThatThrownBy(() -> call(through(URI.create("http://proxy.invalid:3128"))))
                .isInstanceOf(SdkClientException.class)
                .hasRootCauseInstanceOf(UnknownHostException.class)
                .rootCause()
                .hasMessageStartingWith("proxy.invalid");
    }

    @Test
    void timesOutIfTheProxyDoesNotRespond() throws IOException {
        try (ServerSocket silent = listener()) {
            assertThatThrownBy(() -> call(
                            through(URI.create("http://127.0.0.1:" + silent.getLocalPort())),
                            ENDPOINT,
                            Duration.ofSeconds(1)))
                    .isInstanceOf(ApiCallTimeoutException.class)
                    .hasNoCause();
        }
    }

    @Test
    void theLatestProxyIsThatOfTheSameThread() throws InterruptedException {
        proxy.refuse(403);
        var http = new AwsHttp(
                new Proxies(
                        List.of(),
                        Environments.of(
                                Map.of("https_proxy", proxy.uri().toString(), "no_proxy", "elsewhere.invalid"),
                                Map.of())),
                SettingValue.of(authority.toString(), "AWS_CA_BUNDLE"),
                line -> {});
        refused(http, 403);

        var other = new Thread(() -> {
            try {
                call(http, URI.create("https://elsewhere.invalid"));
            } catch (SdkClientException e) {
                // The host does not exist.
            }
        });
        other.start();
        other.join();

        assertThat(http.latestProxy())
                .hasValueSatisfying(named -> assertThat(named.uri()).isEqualTo(proxy.uri()));
    }

    // Trust

    @Test
    void anEndpointOfAnUnknownAuthorityIsNotTrusted() {
        notTrusted(null, NOT_TRUSTED);
        notTrusted(" ", NOT_TRUSTED);
        notTrusted(stranger.toString(), NOT_TRUSTED);
    }

    @Test
    void anEndpointWithTheCertificateOfAnotherHostIsNotTrusted() {
        proxy.lead("sts.eu-west-1.amazonaws.com:443", aws.endpoint());
        var http = new AwsHttp(
                proxies(proxy.uri(), null, null), SettingValue.of(authority.toString(), "AWS_CA_BUNDLE"), line -> {});

        assertThatThrownBy(() -> call(http, URI.create("https://sts.eu-west-1.amazonaws.com")))
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith("Unable to execute HTTP request: Certificate for <sts.eu-west-1.amazonaws.com>"
                        + " doesn't match any of the subject alternative names: [" + HOST + "]")
                .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void anUnusableBundleIsAnErrorBeforeAnyCall() {
        var http = new AwsHttp(
                proxies(proxy.uri(), null, null), SettingValue.of("absent.pem", "AWS_CA_BUNDLE"), line -> {});

        assertThatThrownBy(() -> call(http))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot use absent.pem of AWS_CA_BUNDLE: ");
    }

    private void notTrusted(String bundle, String message) {
        var http = new AwsHttp(proxies(proxy.uri(), null, null), SettingValue.of(bundle, "AWS_CA_BUNDLE"), line -> {});

        assertThatThrownBy(() -> call(http))
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith(message)
                .hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(aws.calls()).isEmpty();
    }

    /** Makes a call that the proxy refuses with this status, and returns the failure, which has no AWS error code. */
    private static EcrException refused(AwsHttp http, int status) {
        var failure = catchThrowableOfType(EcrException.class, () -> call(http));
        assertThat(failure.statusCode()).isEqualTo(status);
        assertThat(failure.awsErrorDetails().errorCode()).isNull();
        assertThat(failure.requestId()).isNull();
        return failure;
    }

    private static AwsHttp through(URI uri) {
        return through(uri, null, null);
    }

    private static AwsHttp through(URI uri, String username, String password) {
        return new AwsHttp(
                proxies(uri, username, password), SettingValue.of(authority.toString(), "AWS_CA_BUNDLE"), line -> {});
    }

    private static Proxies proxies(URI uri, String username, String password) {
        var secret = password == null ? null : new Secret(password);
        var chosen = new HttpProxy(uri.getScheme(), uri.getHost(), uri.getPort(), username, secret, "the test");
        return new Proxies(List.of(new SettingsProxy("http", null, () -> chosen)), Environments.of(Map.of(), Map.of()));
    }

    private static void call(AwsHttp http) {
        call(http, ENDPOINT);
    }

    private static void call(AwsHttp http, URI endpoint) {
        call(http, endpoint, Duration.ofSeconds(30));
    }

    private static void call(AwsHttp http, URI endpoint, Duration timeout) {
        try (EcrClient ecr = EcrClient.builder()
                .httpClient(http)
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", SECRET)))
                .overrideConfiguration(
                        override -> override.apiCallTimeout(timeout).retryStrategy(RetryMode.STANDARD))
                .build()) {
            ecr.getAuthorizationToken();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket listener = listener()) {
            return listener.getLocalPort();
        }
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
