package io.github.ecrmaven.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.Explanations;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The digests that registries return for manifests, and the messages when they return none. */
class ManifestDigestsTest {
    private static final String READY = "a ready token of earlier";
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final CredentialSource KEY = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");
    private static final CredentialSource TOKEN = new EcrToken(new Secret(READY), "the test");
    private static final CredentialSource ANONYMOUS = new DefaultChain("nothing");
    private static final String PUBLIC = "public.ecr.aws";
    private static final String PRIVATE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "{\"config\":{},\"layers\":[]}";
    private static final String DIGEST = sha256(MANIFEST);

    private static SSLContext tls;
    private static Path trustStore;

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final TestImage amd64 = TestImage.docker("linux/amd64", 1, 1_000);
    private final TestImage index = TestImage.index(amd64, TestImage.docker("linux/arm64", 2, 1_000));
    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(this::isPassword);
    private final RegistryStandIn secure = new RegistryStandIn(this::isPassword, tls);
    private final ProxyStandIn proxy = new ProxyStandIn();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() {
        var certificates = Certificates.ofThisJvm();
        tls = certificates.serverOf(PUBLIC, PRIVATE);
        trustStore = certificates.trustStore();
    }

    @BeforeEach
    void start() {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set("javax.net.ssl.trustStore", trustStore.toString());
        settings.set("javax.net.ssl.trustStorePassword", "password");
        aws.accept("AKIAEXAMPLE", SECRET);
        aws.serve(registry);
        registry.push("team/app", "1.0", index);
        secure.push("team/app", "1.0", index);
        proxy.lead(PUBLIC + ":443", URI.create("https://" + secure.host()));
        proxy.lead(PRIVATE + ":443", URI.create("https://" + secure.host()));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        proxy.close();
        secure.close();
        registry.close();
        aws.close();
    }

    private boolean isPassword(String text) {
        return aws.issued(text) || text.equals(READY);
    }

    // Digests

    @Test
    void aMultiPlatformImageHasTheDigestOfItsIndex() throws Exception {
        assertThat(digest(KEY, "team/app:1.0")).isEqualTo(index.digest());
        assertThat(registry.requests()).containsExactly("GET /v2/team/app/manifests/1.0");
        assertThat(registry.calls()).allMatch(call -> call.username().equals("AWS") && aws.issued(call.password()));
    }

    @Test
    void aSinglePlatformImageHasTheDigestOfItsManifest() throws Exception {
        registry.push("team/app", "1.0", amd64);

        assertThat(digest(KEY, "team/app:1.0")).isEqualTo(amd64.digest());
    }

    @Test
    void anEcrTokenIsUsedWithoutARequestToAws() throws Exception {
        assertThat(digest(TOKEN, "team/app:1.0")).isEqualTo(index.digest());
        assertThat(aws.calls()).isEmpty();
    }

    // ECR Public and hosts of ECR, which the tests reach through a proxy

    @Test
    void reachesARegistryOverHttpsThroughTheProxy() throws Exception {
        useProxy();

        assertThat(digestAt(PRIVATE, TOKEN)).isEqualTo(index.digest());
        assertThat(proxy.calls()).extracting(ProxyStandIn.Call::target).containsExactly(PRIVATE + ":443");
        assertThat(secure.requests()).containsExactly("GET /v2/team/app/manifests/1.0");
    }

    @Test
    void ecrPublicGivesAnAnonymousToken() throws Exception {
        useProxy();
        secure.open("team/app");
        secure.fail("/manifests/", Fault.status(401, "UNAUTHORIZED", "Not Authorized"));

        assertThat(digestAt(PUBLIC, ANONYMOUS)).isEqualTo(index.digest());
        assertThat(secure.requests())
                .containsExactly("GET /v2/team/app/manifests/1.0", "GET /token/", "GET /v2/team/app/manifests/1.0");
        assertThat(secure.calls()).allMatch(call -> call.password().isEmpty());
    }

    @Test
    void ecrPublicGivesATokenForCredentials() throws Exception {
        useProxy();
        secure.open("team/other");

        assertThat(digestAt(PUBLIC, KEY)).isEqualTo(index.digest());
        assertThat(secure.calls())
                .extracting(call -> call.method() + " " + call.username() + " " + aws.issued(call.password()))
                .containsExactly("GET  false", "GET AWS true", "GET AWS true");
    }

    @Test
    void explainsThatEcrPublicDoesNotAllowAnonymousAccess() {
        useProxy();
        secure.open("team/other");

        assertThat(Explanations.of(() -> digestAt(PUBLIC, ANONYMOUS), SECRET))
                .hasMessage("cannot find the digest of public.ecr.aws/team/app:1.0: public.ecr.aws says: HTTP status"
                        + " 401: Not Authorized. The registry does not allow anonymous access to it: check the"
                        + " repository's name, or lock with AWS credentials");
    }

    @Test
    void anUntrustedCertificateIsNotRetried() {
        useProxy();
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");

        assertThat(Explanations.of(() -> digestAt(PRIVATE, TOKEN), READY))
                .hasMessageStartingWith("cannot find the digest of " + PRIVATE + "/team/app:1.0: the server's"
                        + " TLS certificate is not trusted (")
                .hasMessageContaining(". If a proxy or firewall inspects TLS, set AWS_CA_BUNDLE");
        assertThat(log).noneMatch(line -> line.contains("trying again"));
    }

    @Test
    void aProxyThatRefusesIsNamed() {
        useProxy();
        proxy.demand("user", "p@ss");

        assertThat(Explanations.of(() -> digestAt(PRIVATE, TOKEN), READY))
                .hasMessage("cannot find the digest of " + PRIVATE + "/team/app:1.0: the proxy " + proxy.uri()
                        + " (system property https.proxyHost) answered HTTP status 407. Set the proxy's user"
                        + " and password: in the <proxy> of settings.xml, or as"
                        + " http://USER:PASSWORD@HOST:PORT in"
                        + " https_proxy");
    }

    // Which hosts get credentials

    @Test
    void onlyTheHostOfTheRegistryGetsCredentials() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = server(seen, exchange -> answer(exchange, 200, "{\"access_token\":\"for anybody\"}"));
        HttpServer asking = server(seen, exchange -> {
            if (!"Bearer for anybody".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + host(elsewhere) + "/token\",service=\"a b\",scope=\"pull\"");
                answer(exchange, 401, "");
            } else {
                exchange.getResponseHeaders().add("Content-Type", OCI_IMAGE);
                answer(exchange, 200, MANIFEST);
            }
        });

        assertThat(digest(EcrRegistry.declared(host(asking), "eu-west-1"), TOKEN, host(asking) + "/team/app:1.0"))
                .isEqualTo(DIGEST);
        assertThat(seen)
                .containsExactly(
                        "GET /v2/team/app/manifests/1.0 Basic",
                        "GET /token?service=a%20b&scope=pull null",
                        "GET /v2/team/app/manifests/1.0 Bearer");
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void redirectsAreNotFollowed(int status) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer redirecting = server(seen, exchange -> {
            exchange.getResponseHeaders().add("Location", "http://" + registry.host() + "/v2/team/app/manifests/1.0");
            answer(exchange, status, "");
        });
        String host = host(redirecting);

        assertThat(Explanations.of(
                        () -> digest(EcrRegistry.declared(host, "eu-west-1"), TOKEN, host + "/team/app:1.0"), READY))
                .hasMessage("cannot find the digest of " + host + "/team/app:1.0: " + host + " says: HTTP status "
                        + status);
        assertThat(registry.calls()).isEmpty();
    }

    @Test
    void aTokenServerWithoutTlsIsRefused() throws Exception {
        useProxy();
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = server(seen, exchange -> answer(exchange, 200, "{\"token\":\"for anybody\"}"));
        secure.fail(
                "/manifests/", Fault.challenge("Bearer realm=\"http://" + host(elsewhere) + "/token\""), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digestAt(PRIVATE, TOKEN), READY))
                .hasMessageContaining(
                        "it wants a token from 'http://" + host(elsewhere) + "/token', which is not an https URL");
        assertThat(seen).isEmpty();
    }

    /** A token server on another host is allowed, but does not get the credentials for the registry. */
    @Test
    void aTokenServerOnAnotherHostGetsNoCredentials() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = server(seen, exchange -> answer(exchange, 200, "{\"token\":\"for anybody\"}"));
        registry.fail(
                "/manifests/", Fault.challenge("Bearer realm=\"http://" + host(elsewhere) + "/token\""), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY)).isNotNull();
        assertThat(seen).containsExactly("GET /token null");
    }

    @Test
    void theTokenOfARegistryIsHiddenInOutput() throws Exception {
        HttpServer asking = server(new CopyOnWriteArrayList<>(), exchange -> {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                answer(exchange, 200, "{\"token\":\"a bearer token\"}");
            } else {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://"
                                        + exchange.getRequestHeaders().getFirst("Host") + "/token\"");
                answer(exchange, 401, "");
            }
        });
        String host = host(asking);
        KnownSecrets.begin();
        try {
            assertThat(Explanations.of(
                            () -> digest(EcrRegistry.declared(host, "eu-west-1"), TOKEN, host + "/team/app:1.0"),
                            READY))
                    .isNotNull();

            assertThat(KnownSecrets.redact("it is a bearer token")).isEqualTo("it is (hidden)");
        } finally {
            KnownSecrets.end();
        }
    }

    @Test
    void theTextOfARegistryBecomesOneSafeLine() {
        registry.fail("/manifests/", Fault.status(404, "UNKNOWN", "a\u001b[2Jb\u202Ec\r\n::add-mask::d"), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY))
                .hasMessageContaining(" says: UNKNOWN: a [2Jb c ::add-mask::d. ");
    }

    @Test
    void redirectsFromHttpsToHttpAreNotFollowed() throws Exception {
        useProxy();
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = server(seen, exchange -> answer(exchange, 200, MANIFEST));
        secure.fail("/manifests/", Fault.redirect("http://" + host(elsewhere) + "/v2/team/app/manifests/1.0"));

        assertThat(Explanations.of(() -> digestAt(PRIVATE, TOKEN), READY))
                .hasMessageEndingWith(PRIVATE + " says: HTTP status 307");
        assertThat(seen).isEmpty();
    }

    @Test
    void redirectsOfTheTokenServerAreNotFollowed() throws Exception {
        useProxy();
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = server(seen, exchange -> answer(exchange, 200, "{\"token\":\"for anybody\"}"));
        secure.open("team/other");
        secure.fail("/token/", Fault.redirect("http://" + host(elsewhere) + "/token"));

        assertThat(Explanations.of(() -> digestAt(PUBLIC, KEY), SECRET))
                .hasMessageEndingWith(PUBLIC + " says: HTTP status 307");
        assertThat(seen).isEmpty();
    }

    // Wrong digests and manifests

    @Test
    void withoutADigestHeaderTheDigestIsComputed() throws Exception {
        assertThat(digestOf(OCI_IMAGE + "; charset=utf-8", MANIFEST)).isEqualTo(DIGEST);
    }

    @Test
    void acceptsManifestsUpTo4MiB() throws Exception {
        String longest = MANIFEST + " ".repeat((4 << 20) - MANIFEST.length());

        assertThat(digestOf(OCI_IMAGE, longest)).isEqualTo(sha256(longest));
        assertThat(failureFor(OCI_IMAGE, longest + " ")).contains(" sent more than 4 MiB. ");
    }

    @ParameterizedTest
    @MethodSource("wrongDigests")
    void aWrongDigestIsRefused(List<String> digests, String said) {
        assertThat(failureFor(OCI_IMAGE, MANIFEST, digests.toArray(String[]::new)))
                .endsWith(" " + said + ". Its digest is not used. Check the registry's host, and the proxies"
                        + " between this machine and it");
        assertThat(log).noneMatch(line -> line.contains("trying again"));
    }

    static Stream<Arguments> wrongDigests() {
        String other = sha256("another");
        return Stream.of(
                arguments(List.of(other), "says that the digest is " + other + ", but sent a manifest of " + DIGEST),
                arguments(List.of(DIGEST, other), "gives 2 different digests for one manifest"),
                arguments(List.of(DIGEST.toUpperCase(Locale.ROOT)), malformed(DIGEST.toUpperCase(Locale.ROOT))),
                arguments(List.of(DIGEST + "0"), malformed(DIGEST + "0")),
                arguments(List.of("sha512:" + "0".repeat(128)), malformed("sha512:" + "0".repeat(93) + "…")),
                arguments(List.of(DIGEST + " x"), malformed(DIGEST + " x")));
    }

    private static String malformed(String digest) {
        return "gives a digest that is not sha256: and 64 digits, '" + digest + "'";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            both       | {"manifests":[],"config":{}}  | sent a manifest that is both an index and an image
            neither    | {}                            | sent a manifest that is neither an index nor an image
            no JSON    | <html>                        | sent a manifest that is not JSON, or not a manifest's JSON
            an array   | []                            | sent a manifest that is not JSON, or not a manifest's JSON
            an index   | {"manifests":[]}              | sent a manifest whose media type is not that of its Content-Type, application/vnd.oci.image.manifest.v1+json
            by itself  | {"layers":[],"mediaType":"x"} | sent a manifest whose media type is not that of its Content-Type, application/vnd.oci.image.manifest.v1+json
            """)
    void aWrongManifestIsRefused(String what, String manifest, String said) {
        assertThat(failureFor(OCI_IMAGE, manifest)).as(what).contains(" " + said + ". Its digest is not used. ");
    }

    @Test
    void anImageWithTheMediaTypeOfAnIndexIsRefused() {
        assertThat(failureFor(OCI_INDEX, MANIFEST))
                .contains(" sent a manifest whose media type is not that of its Content-Type, ");
    }

    @Test
    void aTruncatedManifestIsRefused() {
        registry.fail("/manifests/", Fault.cut(), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY))
                .hasMessageContaining("Premature end of Content-Length delimited message body");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        String nested = "[".repeat(100_000);

        assertThat(failureFor(OCI_IMAGE, "{\"x\":" + nested)).contains(" sent a manifest that is not JSON");
        assertThat(failureFor(OCI_INDEX, "{\"manifests\":" + nested)).contains(" sent a manifest that is not JSON");
    }

    @ParameterizedTest
    @CsvSource({"2", "'Sat, 28 Nov 2099 09:00:00 GMT'"})
    void readsTheRetryAfterHeader(String retryAfter) {
        assertThat(RegistryConnection.duration(retryAfter)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(RegistryConnection.duration("soon")).isZero();
    }

    /** Returns the message of the failure for a registry that sends this manifest and these digests. */
    private String failureFor(String mediaType, String manifest, String... digests) {
        return Explanations.of(() -> digestOf(mediaType, manifest, digests), READY)
                .getMessage();
    }

    private String digestOf(String mediaType, String manifest, String... digests) throws Exception {
        HttpServer wrong = server(new CopyOnWriteArrayList<>(), exchange -> {
            exchange.getResponseHeaders().add("Content-Type", mediaType);
            for (String digest : digests) {
                exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
            }
            answer(exchange, 200, manifest);
        });
        return digest(EcrRegistry.declared(host(wrong), "eu-west-1"), TOKEN, host(wrong) + "/team/app:1.0");
    }

    private static String sha256(String text) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer server(List<String> seen, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + (authorization == null ? null : authorization.split(" ", 2)[0]));
            handler.handle(exchange);
        });
        server.start();
        servers.add(server);
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String host(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    // Problems

    @Test
    void anAbsentTagIsExplainedByEcr() {
        assertThat(Explanations.of(() -> digest(KEY, "team/app:9"), SECRET))
                .hasMessage("cannot find the digest of " + registry.host() + "/team/app:9: " + registry.host()
                        + " says: MANIFEST_UNKNOWN: Requested image not found. ECR has no tag 9 in repository"
                        + " 'team/app' in eu-west-1. Push the image, or correct the reference");
    }

    @Test
    void anAbsentTagIsExplainedWithoutTheEcrApiToo() {
        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:9"), READY))
                .hasMessage("cannot find the digest of " + registry.host() + "/team/app:9: " + registry.host()
                        + " says: MANIFEST_UNKNOWN: Requested image not found. Check the tag and the repository's name,"
                        + " and that the image was pushed to this account and region");
    }

    @Test
    void aDenialNamesTheMissingPermission() {
        aws.deny("ecr:BatchGetImage");
        registry.fail("/manifests/", Fault.status(403, "DENIED", "not allowed"), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digest(KEY, "team/app:1.0"), SECRET))
                .hasMessageStartingWith("cannot find the digest of " + registry.host() + "/team/app:1.0: "
                        + registry.host() + " says: DENIED: not allowed. ECR says: AccessDeniedException: User: ")
                .hasMessageContaining(". A pull needs ecr:GetAuthorizationToken on *, and ecr:BatchGetImage and ");
    }

    @Test
    void explainsAnExpiredToken() {
        registry.expire(Set.of(READY));

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY))
                .hasMessage("cannot find the digest of " + registry.host() + "/team/app:1.0: " + registry.host()
                        + " says: DENIED: Your authorization token has expired. Reauthenticate and try again."
                        + " The registry rejected the token. If it is the password of a settings.xml"
                        + " server, it may have expired; otherwise the principal needs"
                        + " ecr:BatchGetImage on the repository; a repository of"
                        + " another account must allow it in its policy");
        assertThat(log).noneMatch(line -> line.contains("trying again"));
    }

    @Test
    void retriesTemporaryFailures() throws Exception {
        registry.fail("/manifests/", Fault.hangUp());
        registry.fail("/manifests/", Fault.status(429, "TOOMANYREQUESTS", "Rate exceeded"), 2);

        assertThat(digest(TOKEN, "team/app:1.0")).isEqualTo(index.digest());
        assertThat(log.get(2))
                .matches("cannot find the digest of \\S+/team/app:1.0: \\S+ says: TOOMANYREQUESTS: Rate exceeded;"
                        + " trying again in \\d\\.\\d s \\(retry 2 of 3\\)");
    }

    @Test
    void aServerThatIsNotARegistryIsAnError() {
        registry.fail("/manifests/", Fault.body("<html>Sign in to the network</html>"), Fault.ALWAYS);

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY))
                .hasMessage("cannot find the digest of " + registry.host() + "/team/app:1.0: " + registry.host()
                        + " answered with no manifest, but with application/json. Check the registry's host, and the"
                        + " network for a proxy that answers in its place");
    }

    @Test
    void explainsAnUnreachableRegistry() {
        registry.close();

        assertThat(Explanations.of(() -> digest(TOKEN, "team/app:1.0"), READY))
                .hasMessageStartingWith("cannot find the digest of " + registry.host() + "/team/app:1.0: cannot connect"
                        + " to http://" + registry.host() + ": Connection refused")
                .hasMessageEndingWith(". Check the network, proxies and firewalls between this machine and AWS");
        assertThat(log).filteredOn(line -> line.contains("trying again")).hasSize(3);
    }

    private void useProxy() {
        settings.set("https.proxyHost", proxy.uri().getHost());
        settings.set("https.proxyPort", String.valueOf(proxy.uri().getPort()));
    }

    private String digest(CredentialSource source, String name) throws InterruptedException {
        return digest(EcrRegistry.declared(registry.host(), "eu-west-1"), source, registry.host() + "/" + name);
    }

    private String digestAt(String host, CredentialSource source) throws InterruptedException {
        return digest(EcrRegistry.parse(host), source, host + "/team/app:1.0");
    }

    private String digest(EcrRegistry of, CredentialSource source, String name) throws InterruptedException {
        try (var session = SignIns.session(source, null)) {
            SignIn signIn = new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add).signIn(of);
            return new ManifestDigests(session, log::add)
                    .digest(of, new EngineNames(ImageReference.parse(name), null, null), signIn);
        }
    }
}
