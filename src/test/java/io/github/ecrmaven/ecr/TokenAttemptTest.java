package io.github.ecrmaven.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.AwsClients;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.Explanations;
import io.github.ecrmaven.aws.HttpProxy;
import io.github.ecrmaven.aws.Profiles;
import io.github.ecrmaven.aws.Proxies;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.aws.SettingsProxy;
import io.github.ecrmaven.aws.SignInProcess;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.ProxyStandIn.Call;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** Signing in without the SDK's client, and when the client is needed after all. */
class TokenAttemptTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final EcrRegistry REGISTRY = EcrRegistry.parse(HOST);
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final CredentialSource KEY = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");
    private static final String OPERATION = "GetAuthorizationToken";
    private static final String CLIENT = "software.amazon.awssdk.services.ecr.DefaultEcrClient ";
    private static final String REGIONS = "software.amazon.awssdk.regions.";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    /** Loading the client costs each build that pulls half a second and 40 MB. */
    @Test
    void noClientIsLoadedIfTheFirstAttemptSucceeds(@TempDir Path home) throws IOException {
        var certificates = Certificates.ofThisJvm();
        try (var secured = new AwsStandIn(certificates.server("server"))) {
            secured.accept("ASIAEXAMPLE", SECRET, "IQoJb3JpZ2luX2Vj");

            assertThat(classesLoaded(
                            home,
                            secured,
                            "-Djavax.net.ssl.trustStorePassword=password -Djavax.net.ssl.trustStore="
                                    + certificates.trustStore()))
                    .contains(TokenAttempt.class.getName() + " ")
                    .doesNotContain(CLIENT, REGIONS, "software.amazon.awssdk.http.apache5.", "org.apache.hc.");
            assertThat(secured.calls(OPERATION)).hasSize(1);
        }
    }

    @Test
    void noClientIsLoadedWithAwsCaBundle(@TempDir Path home) throws IOException {
        var certificates = Certificates.ofThisJvm();
        Path bundle = Files.writeString(home.resolve("bundle.pem"), certificates.certificate("authority"));
        try (var secured = new AwsStandIn(certificates.server("server"))) {
            secured.accept("ASIAEXAMPLE", SECRET, "IQoJb3JpZ2luX2Vj");

            assertThat(classesLoaded(home, secured, "", Map.of("AWS_CA_BUNDLE", bundle.toString())))
                    .contains(TokenAttempt.class.getName() + " ")
                    .doesNotContain(CLIENT);
        }
    }

    @Test
    void theClientIsLoadedForASecondAttempt(@TempDir Path home) throws IOException {
        aws.accept("ASIAEXAMPLE", SECRET, "IQoJb3JpZ2luX2Vj");
        aws.fail(OPERATION, Fault.status(400, "ThrottlingException", "Rate exceeded"));

        assertThat(classesLoaded(home, aws, "")).contains(CLIENT);
        assertThat(aws.calls(OPERATION)).hasSize(2);
    }

    private static String classesLoaded(Path home, AwsStandIn aws, String option) throws IOException {
        return classesLoaded(home, aws, option, Map.of());
    }

    private static String classesLoaded(Path home, AwsStandIn aws, String option, Map<String, String> more)
            throws IOException {
        Path classes = home.resolve("classes");
        Map<String, String> environment = new HashMap<>(more);
        environment.put("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE");
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        environment.put("AWS_SESSION_TOKEN", "IQoJb3JpZ2luX2Vj");
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes + " " + option);
        String signedIn = new SignInProcess(home, environment).signIn(HOST);
        assertThat(signedIn).isEqualTo("Signing in to " + HOST + " with environment variable AWS_ACCESS_KEY_ID");
        return Files.readString(classes);
    }

    /** The SDK's client is sent through a proxy, which records the host that the client connects to. */
    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com,            aws.any,                  https://api.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com,       aws.any,                  https://api.ecr-fips.us-east-1.amazonaws.com",
        "123456789012.dkr-ecr.us-east-1.on.aws,                   aws.any,                  https://ecr.us-east-1.api.aws",
        "123456789012.dkr-ecr-fips.us-east-1.on.aws,              aws.any,                  https://ecr-fips.us-east-1.api.aws",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,            aws.useFipsEndpoint,      https://api.ecr-fips.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,            aws.useDualstackEndpoint, https://ecr.us-east-1.api.aws",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com,       aws.useDualstackEndpoint, https://ecr-fips.us-east-1.api.aws",
        "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com,        aws.useFipsEndpoint,      https://api.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,        aws.any,                  https://api.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn, aws.any,              https://ecr.cn-north-1.api.amazonwebservices.com.cn",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu,        aws.any,                  https://api.ecr.eusc-de-east-1.amazonaws.eu",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov,           aws.any,                  https://api.ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov,       aws.any,                  https://api.ecr.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk,      aws.any,                  https://api.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov,     aws.any,                  https://api.ecr.us-isof-south-1.csp.hci.ic.gov"
    })
    void theEndpointIsThatOfTheSdkClient(String host, String setting, URI endpoint) {
        settings.set(setting, "true");

        assertThat(endpointWithoutClient(host)).isEqualTo(endpoint);
        assertThat(endpointOfClient(host)).isEqualTo(endpoint.getHost() + ":443");
    }

    @ParameterizedTest
    @CsvSource({
        "use_fips_endpoint,      aws.any,                  https://api.ecr-fips.eu-west-1.amazonaws.com",
        "use_dualstack_endpoint, aws.any,                  https://ecr.eu-west-1.api.aws",
        "use_fips_endpoint,      aws.useDualstackEndpoint, https://ecr-fips.eu-west-1.api.aws"
    })
    void theSettingsOfTheProfileDecideTheEndpointToo(String property, String setting, URI endpoint) {
        settings.config("[default]\n" + property + " = true\n");
        settings.set(setting, "true");

        assertThat(endpointWithoutClient(HOST)).isEqualTo(endpoint);
        assertThat(endpointOfClient(HOST)).isEqualTo(endpoint.getHost() + ":443");
    }

    static Stream<Region> regions() {
        return Region.regions().stream().filter(region -> !region.isGlobalRegion());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void theEndpointInEachRegionIsThatOfTheSdk(Region region) {
        var rules = EcrEndpointProvider.defaultProvider()
                .resolveEndpoint(to -> to.region(region).useFips(false).useDualStack(false))
                .join();

        String host = "123456789012.dkr.ecr." + region + "."
                + PartitionMetadata.of(region).dnsSuffix();
        assertThat(endpointWithoutClient(host)).isEqualTo(rules.endpointUrl().toUri());
    }

    private static URI endpointWithoutClient(String host) {
        return clients(List.of()).endpoint(access(host));
    }

    private static String endpointOfClient(String host) {
        try (var proxy = new ProxyStandIn()) {
            proxy.refuse(403);
            var chosen = new HttpProxy("http", "127.0.0.1", proxy.uri().getPort(), null, null, "the test");
            var proxies = List.of(new SettingsProxy("http", null, () -> chosen));
            var keys = AwsBasicCredentials.create("AKIAEXAMPLE", SECRET);
            try (EcrClient ecr = clients(proxies).ecr(access(host), keys)) {
                ecr.getAuthorizationToken();
            } catch (EcrException e) {
                // The proxy refuses the connection after it has recorded the target.
            }
            assertThat(proxy.calls()).extracting(Call::status).containsExactly(403);
            return proxy.calls().get(0).target();
        }
    }

    private static AwsClients clients(List<SettingsProxy> proxies) {
        return new AwsClients(
                new AwsHttp(new Proxies(proxies, Environments.ofJvm()), Optional.empty(), line -> {}),
                Profiles.read(Environments.ofJvm()),
                "default",
                Duration.ofSeconds(30));
    }

    private static RegistryAccess access(String host) {
        return new RegistryAccess(EcrRegistry.parse(host), KEY, null);
    }

    @Test
    void anEndpointMayHaveAPath() {
        new SignIns(aws.endpoint().resolve("/ecr"), log).signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void aWrongClockIsCorrectedByTheTimeOfTheResponse() {
        aws.clock(Duration.ofMinutes(20));

        new SignIns(aws.endpoint(), log).signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.12, false",
        "17.0.13, true",
        "18.0.2,  false",
        "21.0.4,  false",
        "21.0.5,  true",
        "22.0.2,  false",
        "23,      false",
        "23.0.1,  true",
        "24,      true",
        "25.0.1,  true"
    })
    void aJavaThatReadsUnlimitedHeadersAlwaysUsesTheClient(String version, boolean used) {
        assertThat(TokenAttempt.isSafe(Runtime.Version.parse(version))).isEqualTo(used);
    }

    @Test
    void aConnectionThatEndsWithoutAResponseIsOneAttempt() {
        aws.fail(OPERATION, Fault.hangUp(), 2);

        new SignIns(aws.endpoint(), log).signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("slowAnswers")
    void aSlowResponseTimesOut(Fault slow) {
        aws.fail(OPERATION, slow, Fault.ALWAYS);
        Instant start = Instant.now();

        assertThat(Explanations.of(() -> signInWithin(Duration.ofMillis(1500)), SECRET))
                .hasMessageContaining(": no answer within 1.5 s. ");
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(1400), Duration.ofSeconds(20));
        assertThat(threads()).allMatch(TokenAttemptTest::endsSoon);
    }

    /** Returns the threads of all tests that run in parallel; the others must end too. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ecr-token"))
                .toList();
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(20_000);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Fault> slowAnswers() {
        return Stream.of(Fault.delay(Duration.ofMinutes(1)), Fault.stall(), Fault.drip(20));
    }

    private void signInWithin(Duration callTimeout) {
        try (var session = new AwsSession(
                registry -> new RegistryAccess(registry, KEY, aws.endpoint()),
                Environments.ofJvm(),
                List.of(),
                callTimeout,
                line -> {})) {
            new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add).signIn(REGISTRY);
        }
    }
}
