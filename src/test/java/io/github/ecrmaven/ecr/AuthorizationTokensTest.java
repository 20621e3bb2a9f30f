package io.github.ecrmaven.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.Explanations;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.AwsStandIn.Call;
import io.github.ecrmaven.testing.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for tokens with real signatures, which a stand-in for AWS verifies. */
class AuthorizationTokensTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final EcrRegistry PUBLIC = EcrRegistry.parse("public.ecr.aws");
    private static final EcrRegistry REGISTRY = EcrRegistry.parse(HOST);
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String SESSION_TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final CredentialSource KEY = key("AKIAEXAMPLE", SECRET, null);
    private static final String OPERATION = "GetAuthorizationToken";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final List<String> log = new ArrayList<>();
    private final SignIns tokens = new SignIns(aws.endpoint(), log);

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void returnsTheTokenAsThePasswordOfUserAws() {
        RegistryCredentials credentials = tokens.signIn(REGISTRY, KEY);

        assertThat(credentials.username()).isEqualTo("AWS");
        assertThat(aws.issued(credentials.password().reveal())).isTrue();
        assertThat(log).containsExactly("Signing in to " + HOST + " with access key of the test");
    }

    @Test
    void signsForTheRegionInTheRegistrysHostAndSendsNoRegistryIds() {
        settings.set("aws.region", "us-east-1");

        tokens.signIn(REGISTRY, KEY);

        assertThat(aws.calls())
                .containsExactly(new Call(
                        "ecr",
                        OPERATION,
                        "eu-west-1",
                        "AKIAEXAMPLE",
                        "arn:aws:iam::123456789012:user/developer",
                        "{}"));
    }

    @Test
    void sendsTheSessionTokenOfATemporaryKey() {
        aws.accept("ASIAEXAMPLE", SECRET, SESSION_TOKEN);

        RegistryCredentials credentials = tokens.signIn(REGISTRY, key("ASIAEXAMPLE", SECRET, SESSION_TOKEN));

        assertThat(aws.issued(credentials.password().reveal())).isTrue();
    }

    @Test
    void requestsOneTokenForAllRegistriesOfARegion() {
        EcrRegistry otherAccount = EcrRegistry.parse("210987654321.dkr.ecr.eu-west-1.amazonaws.com");

        RegistryCredentials one = tokens.signIn(REGISTRY, KEY);
        RegistryCredentials other = tokens.signIn(otherAccount, KEY);

        assertThat(other).isEqualTo(one);
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void requestsAnotherTokenForAnotherRegion() {
        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(EcrRegistry.parse("123456789012.dkr.ecr.us-east-1.amazonaws.com"), KEY);

        assertThat(aws.calls(OPERATION)).extracting(Call::region).containsExactly("eu-west-1", "us-east-1");
    }

    @Test
    void requestsAnotherTokenForOtherCredentials() {
        aws.accept("AKIAOTHER", SECRET);

        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(REGISTRY, key("AKIAOTHER", SECRET, null));

        assertThat(aws.calls(OPERATION)).extracting(Call::accessKeyId).containsExactly("AKIAEXAMPLE", "AKIAOTHER");
    }

    @Test
    void anEcrTokenIsUsedWithoutARequestToAws() {
        var token = new EcrToken(new Secret("eyJwYXlsb2FkIjoi"), "settings.xml server 'ecr'");

        RegistryCredentials credentials = tokens.signIn(REGISTRY, token);

        assertThat(credentials).isEqualTo(new RegistryCredentials("AWS", new Secret("eyJwYXlsb2FkIjoi")));
        assertThat(aws.calls()).isEmpty();
        assertThat(log).containsExactly("Signing in to " + HOST + " with ECR token of settings.xml server 'ecr'");
    }

    @Test
    void usesTheEndpointOfAProfile() {
        settings.config("[profile dev]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET
                + "\nendpoint_url = " + aws.endpoint());

        new SignIns(null, log).signIn(REGISTRY, new CredentialSource.Profile("dev"));

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, aws.any",
        "123456789012.dkr-ecr.us-east-1.on.aws,             aws.any",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,      aws.useFipsEndpoint",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,      aws.useDualstackEndpoint"
    })
    void aConfiguredEndpointIsUsedWhateverTheHostAndOtherSettings(String host, String setting) {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set(setting, "true");

        at(null).signIn(EcrRegistry.parse(host), KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void theEndpointOfTheGoalIsUsedWhateverTheHostAndTheSettings() {
        settings.set("aws.useFipsEndpoint", "true");
        settings.set("aws.useDualstackEndpoint", "true");

        tokens.signIn(EcrRegistry.parse("123456789012.dkr-ecr-fips.us-east-1.on.aws"), KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void concurrentSignInsShareOneRequest() {
        aws.fail(OPERATION, Fault.delay(Duration.ofMillis(300)));

        List<RegistryCredentials> credentials = IntStream.range(0, 8)
                .parallel()
                .mapToObj(index -> tokens.signIn(REGISTRY, KEY))
                .distinct()
                .toList();

        assertThat(credentials).hasSize(1);
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 301",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 302",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 303",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 307",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 308",
        "public.ecr.aws,                               301",
        "public.ecr.aws,                               302",
        "public.ecr.aws,                               307"
    })
    void redirectsAreNotFollowed(String host, int status) {
        try (var elsewhere = new AwsStandIn()) {
            elsewhere.accept("AKIAEXAMPLE", SECRET);
            aws.fail(OPERATION, Fault.redirect(status, elsewhere.endpoint().toString()), Fault.ALWAYS);

            assertThat(Explanations.of(() -> tokens.signIn(EcrRegistry.parse(host), KEY), SECRET))
                    .hasMessageContaining("HTTP status " + status);
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @Test
    void aFailureIsNotCached() {
        aws.fail(OPERATION, Fault.status(400, "AccessDeniedException", "no"), 2);

        assertThat(failure(tokens, KEY)).hasMessageContaining("AccessDeniedException: no");
        assertThat(tokens.signIn(REGISTRY, KEY)).isNotNull();
    }

    @Test
    void theSameAccessKeyFromAnotherSourceReusesTheToken() {
        tokens.signIn(REGISTRY, KEY);
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);

        SignIn again = tokens.answer(REGISTRY, new DefaultChain("profile"));

        assertThat(again.reused()).isTrue();
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void aTokenThatIsAboutToExpireIsNotReused() {
        aws.tokenLifetime(Duration.ofMinutes(4));

        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(2);
        assertThat(log).noneMatch(line -> line.contains("expired"));
    }

    @Test
    void aTokenThatExpiredBeforeItArrivedIsUsedOnceWithAWarning() {
        aws.tokenLifetime(Duration.ofHours(-1));

        SignIn first = tokens.answer(REGISTRY, KEY);
        SignIn second = tokens.answer(REGISTRY, KEY);

        assertThat(first.credentials()).isNotEqualTo(second.credentials());
        assertThat(second.reused()).isFalse();
        assertThat(log)
                .filteredOn(line -> line.contains("expired"))
                .hasSize(2)
                .allMatch(line -> line.matches("The authorization token for " + HOST
                        + " expired at \\S+Z, before it arrived: check this machine's clock\\. It is used once"));
    }

    @Test
    void aRejectedTokenIsRenewedOnceForAllItsUsers() {
        SignIn refused = tokens.answer(REGISTRY, KEY);

        SignIn renewed = tokens.renew(REGISTRY, KEY, refused);
        SignIn alsoRenewed = tokens.renew(REGISTRY, KEY, refused);

        assertThat(renewed.credentials()).isNotEqualTo(refused.credentials());
        assertThat(alsoRenewed.credentials()).isEqualTo(renewed.credentials());
        assertThat(aws.calls(OPERATION)).hasSize(2);
    }

    /** A module that adds dependencies to the plugin loads the plugin's classes in another class loader. */
    @Test
    void theSharedCacheHoldsOnlyJdkTypesAndNoSecretInItsKeys() {
        tokens.signIn(REGISTRY, KEY);

        assertThat(tokens.cache()).hasSize(1).allSatisfy((key, token) -> {
            assertThat(key).matches("[0-9a-f]{64}");
            assertThat(token.join())
                    .containsOnlyKeys("username", "password", "expiresAt")
                    .satisfies(
                            map -> assertThat(map.getClass().getClassLoader()).isNull());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"public.ecr.aws", "ecr-public.aws.com"})
    void theTokenForEcrPublicComesFromUsEast1(String host) {
        RegistryCredentials credentials = tokens.signIn(EcrRegistry.parse(host), KEY);

        assertThat(aws.issued(credentials.password().reveal())).isTrue();
        assertThat(aws.calls(OPERATION))
                .extracting(Call::service, Call::region)
                .containsExactly(tuple("ecr-public", "us-east-1"));
    }

    @Test
    void ecrPublicIsAnonymousWithoutCredentials() {
        SignIn signIn = tokens.answer(PUBLIC, new DefaultChain("profile"));

        assertThat(signIn.credentials()).isNull();
        assertThat(aws.calls()).isEmpty();
        assertThat(log).containsExactly("Pulling from public.ecr.aws anonymously: no AWS credentials found");
    }

    @Test
    void ecrPublicIsAnonymousIfTheDefaultChainIsDeniedAToken() {
        settings.set("aws.accessKeyId", "AKIAEXAMPLE");
        settings.set("aws.secretAccessKey", SECRET);
        aws.deny("ecr-public:GetAuthorizationToken");

        SignIn signIn = tokens.answer(PUBLIC, new DefaultChain("profile"));

        assertThat(signIn.credentials()).isNull();
        assertThat(log)
                .last()
                .asString()
                .startsWith(
                        "Pulling from public.ecr.aws anonymously: no ECR authorization token for public.ecr.aws with"
                                + " system property aws.accessKeyId: AccessDeniedException: User: ");
    }

    @Test
    void ecrPublicIsAnErrorIfChosenCredentialsAreDeniedAToken() {
        aws.deny("ecr-public:GetAuthorizationToken");

        assertThat(Explanations.of(() -> tokens.signIn(PUBLIC, KEY), SECRET))
                .hasMessageStartingWith("no ECR authorization token for public.ecr.aws with access key of the test:"
                        + " AccessDeniedException: User: ");
    }

    @ParameterizedTest
    @CsvSource({
        "aws.region,        eu-north-1, eu-north-1",
        "aws.defaultRegion, eu-north-1, eu-north-1",
        "aws.any,           eu-north-1, eu-central-1"
    })
    void aHostWithoutARegionUsesTheRegionOfTheAwsSettings(String setting, String value, String region) {
        settings.set(setting, value);
        settings.config("[default]\nregion = eu-central-1\n");

        tokens.signIn(EcrRegistry.declared("registry.example.com", null), KEY);

        assertThat(aws.calls(OPERATION)).extracting(Call::region).containsExactly(region);
    }

    @Test
    void anInvalidRegionOfAProfileIsNamedWithItsLine() {
        settings.config("[default]\nregion = eu west 1\n");

        assertThat(Explanations.of(
                        () -> tokens.signIn(EcrRegistry.declared("registry.example.com", null), KEY), SECRET))
                .hasMessage("region of AWS profile 'default' ("
                        + settings.folder().resolve("config")
                        + ", line 2) is 'eu west 1', but must be a region such as eu-west-1");
    }

    @Test
    void aHostWithoutARegionIsAnErrorIfNoSettingNamesOne() {
        assertThat(Explanations.of(
                        () -> tokens.signIn(EcrRegistry.declared("registry.example.com", null), KEY), SECRET))
                .hasMessage("no region for registry.example.com: its host does not name one. Set <region> in its"
                        + " <registry>, or AWS_REGION");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws.endpointUrlEcr | aws.endpointUrl    | first
            aws.any            | aws.endpointUrl    | second
            aws.any            | aws.endpointUrlSts | none
            """)
    void usesTheMostSpecificEndpointOfTheSettings(String first, String second, String called) {
        URI nobody = URI.create("http://127.0.0.1:1");
        settings.set(first, (called.equals("first") ? aws.endpoint() : nobody).toString());
        settings.set(second, (called.equals("first") ? nobody : aws.endpoint()).toString());
        settings.config("[default]\nservices = mine\n[services mine]\necr =\n  endpoint_url = "
                + (called.equals("none") ? aws.endpoint() : nobody) + "\n");

        at(null).signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    /** The goal's own endpoint is still used, as {@code --endpoint-url} of the AWS CLI is. */
    @ParameterizedTest
    @CsvSource({"true, any", "'', ignore_configured_endpoint_urls"})
    void endpointsOfTheSettingsCanBeIgnored(String property, String ofProfile) {
        settings.set("aws.endpointUrl", "http://127.0.0.1:1");
        settings.set("aws.ignoreConfiguredEndpointUrls", property);
        settings.config("[default]\n" + ofProfile + " = true\n");

        assertThat(endpoint(null)).hasToString("https://api.ecr.eu-west-1.amazonaws.com");
        assertThat(endpoint(aws.endpoint())).isEqualTo(aws.endpoint());
    }

    private static URI endpoint(URI ofGoal) {
        var access = new RegistryAccess(REGISTRY, KEY, ofGoal);
        try (AwsSession session = SignIns.session(KEY, ofGoal)) {
            return session.clients(access).endpoint(access);
        }
    }

    @Test
    void anInvalidEndpointOfTheSettingsIsAnError() {
        settings.set("aws.endpointUrlEcr", "localhost:4566");

        assertThat(Explanations.of(() -> at(null).signIn(REGISTRY, KEY), SECRET))
                .hasMessage("system property aws.endpointUrlEcr is 'localhost:4566', but must be a URL: https://HOST or"
                        + " http://HOST:PORT");
    }

    /** In base64, QVdTOnB3 is "AWS:pw", QVdTcHc= is "AWSpw", OnB3 is ":pw" and QVdTOg== is "AWS:". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                    | it has no authorization data
            {"authorizationData":[]}                                              | it has no authorization data
            {"authorizationData":[{"authorizationToken":"QVdTOnB3"},{"authorizationToken":"QVdTOnB3"}]} | it has 2 authorization data where one was asked for
            {"authorizationData":[null]}                                          | it has no authorization token
            {"authorizationData":[{}]}                                            | it has no authorization token
            {"authorizationData":[{"authorizationToken":null}]}                   | it has no authorization token
            {"authorizationData":[{"authorizationToken":""}]}                     | it has no authorization token
            {"authorizationData":[{"authorizationToken":" "}]}                    | it has no authorization token
            {"authorizationData":[{"authorizationToken":"QVdT!"}]}                | its authorization token is not base64
            {"authorizationData":[{"authorizationToken":"QVdTcHc="}]}             | its authorization token is not user:password
            {"authorizationData":[{"authorizationToken":"OnB3"}]}                 | its authorization token is not user:password
            {"authorizationData":[{"authorizationToken":"QVdTOg=="}]}             | its authorization token is not user:password
            {"authorizationData":[{"authorizationToken":"QVdTOnB3"}]}             | it has no expiry time
            """)
    void aMalformedResponseIsRefused(String answer, String reason) {
        aws.fail(OPERATION, Fault.body(answer), Fault.ALWAYS);

        assertThat(failure(tokens, KEY))
                .hasMessage("ECR's answer to GetAuthorizationToken for " + HOST + " cannot be used: " + reason
                        + ". Is the endpoint really ECR's?");
    }

    @Test
    void aPasswordMayContainColons() {
        aws.fail(
                OPERATION,
                Fault.body("{\"authorizationData\":[{\"authorizationToken\":\"QVdTOmE6Yg==\",\"expiresAt\":4e9}]}"));

        assertThat(tokens.signIn(REGISTRY, KEY).password().reveal()).isEqualTo("a:b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "localhost", "/ecr", "ftp://localhost"})
    void anInvalidEndpointOfTheGoalIsAnError(String endpoint) {
        assertThat(Explanations.of(() -> at(URI.create(endpoint)).signIn(REGISTRY, KEY), SECRET))
                .hasMessage("endpoint is '" + endpoint + "', but must be a URL: https://HOST or http://HOST:PORT");
    }

    private SignIns at(URI endpoint) {
        return new SignIns(endpoint, log);
    }

    private static ExplainedException failure(SignIns tokens, CredentialSource source) {
        return Explanations.of(
                () -> tokens.signIn(REGISTRY, source), SECRET, SESSION_TOKEN, "je7MtGbClwBF", "QVdT", "pw");
    }

    private static AccessKey key(String id, String secret, String sessionToken) {
        return new AccessKey(
                id, new Secret(secret), sessionToken == null ? null : new Secret(sessionToken), "the test");
    }
}
