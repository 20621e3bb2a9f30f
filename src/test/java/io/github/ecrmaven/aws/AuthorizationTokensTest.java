package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.AwsStandIn.Call;
import io.github.ecrmaven.testing.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real requests with real signatures, to a stand-in that verifies them. */
class AuthorizationTokensTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final EcrRegistry REGISTRY = EcrRegistry.of(HOST, null);
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String SESSION_TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final CredentialSource KEY = key("AKIAEXAMPLE", SECRET, null);
    private static final String OPERATION = "GetAuthorizationToken";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final List<String> log = new ArrayList<>();
    private final AuthorizationTokens tokens = new AuthorizationTokens(aws.endpoint(), log::add);

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void returnsTheTokenAsThePasswordOfTheUserAws() {
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
    void asksOnceForAllRegistriesOfARegion() {
        EcrRegistry otherAccount = EcrRegistry.of("210987654321.dkr.ecr.eu-west-1.amazonaws.com", null);

        RegistryCredentials one = tokens.signIn(REGISTRY, KEY);
        RegistryCredentials other = tokens.signIn(otherAccount, KEY);

        assertThat(other).isEqualTo(one);
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void asksAgainForAnotherRegion() {
        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(EcrRegistry.of("123456789012.dkr.ecr.us-east-1.amazonaws.com", null), KEY);

        assertThat(aws.calls(OPERATION)).extracting(Call::region).containsExactly("eu-west-1", "us-east-1");
    }

    @Test
    void asksAgainForOtherCredentials() {
        aws.accept("AKIAOTHER", SECRET);

        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(REGISTRY, key("AKIAOTHER", SECRET, null));

        assertThat(aws.calls(OPERATION)).extracting(Call::accessKeyId).containsExactly("AKIAEXAMPLE", "AKIAOTHER");
    }

    @Test
    void aReadyEcrTokenIsUsedAsItIsAndAsksAwsNothing() {
        var token = new EcrToken(new Secret("eyJwYXlsb2FkIjoi"), "settings.xml server 'ecr'");

        RegistryCredentials credentials = tokens.signIn(REGISTRY, token);

        assertThat(credentials).isEqualTo(new RegistryCredentials("AWS", new Secret("eyJwYXlsb2FkIjoi")));
        assertThat(aws.calls()).isEmpty();
        assertThat(log).containsExactly("Signing in to " + HOST + " with ECR token of settings.xml server 'ecr'");
    }

    @Test
    void aProfilesEndpointIsCalled() {
        settings.config("[profile dev]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET
                + "\nendpoint_url = " + aws.endpoint());

        new AuthorizationTokens(null, log::add).signIn(REGISTRY, new CredentialSource.Profile("dev"));

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    /** The SDK takes no other endpoint together with these, and thereby shows that they are on. */
    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, aws.any,                  FIPS",
        "123456789012.dkr-ecr.us-east-1.on.aws,             aws.any,                  Dualstack",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,      aws.useFipsEndpoint,      FIPS",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com,      aws.useDualstackEndpoint, Dualstack"
    })
    void endpointsForFipsAndIpv6AreThoseOfTheHostAndOfTheUsersSettings(String host, String setting, String kind) {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set(setting, "true");

        assertThat(Explanations.of(() -> at(null).signIn(EcrRegistry.of(host, null), KEY), SECRET))
                .hasMessageEndingWith(": Invalid Configuration: " + kind + " and custom endpoint are not supported");
    }

    @Test
    void theGoalsEndpointIsCalledWhateverTheHostAndTheSettingsAskFor() {
        settings.set("aws.useFipsEndpoint", "true");
        settings.set("aws.useDualstackEndpoint", "true");

        tokens.signIn(EcrRegistry.of("123456789012.dkr-ecr-fips.us-east-1.on.aws", null), KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    /** QVdTOnB3 is AWS:pw, QVdTcHc= is AWSpw, OnB3 is :pw, QVdTOg== is AWS: in base64. */
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
            """)
    void anAnswerThatIsNotAsDocumentedIsRefused(String answer, String reason) {
        aws.fail(OPERATION, Fault.body(answer));

        assertThat(failure(tokens, KEY))
                .hasMessage("ECR's answer to GetAuthorizationToken for " + HOST + " cannot be used: " + reason
                        + ". Is the endpoint really ECR's?");
    }

    @Test
    void aPasswordMayContainColons() {
        aws.fail(OPERATION, Fault.body("{\"authorizationData\":[{\"authorizationToken\":\"QVdTOmE6Yg==\"}]}"));

        assertThat(tokens.signIn(REGISTRY, KEY).password().reveal()).isEqualTo("a:b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "localhost", "/ecr", "ftp://localhost"})
    void anEndpointThatIsNoUrl(String endpoint) {
        assertThat(Explanations.of(() -> new AuthorizationTokens(URI.create(endpoint), log::add), SECRET))
                .hasMessage("endpoint '" + endpoint + "' is not a URL: https://HOST or http://HOST:PORT");
    }

    private AuthorizationTokens at(URI endpoint) {
        return new AuthorizationTokens(endpoint, log::add);
    }

    private static ExplainedException failure(AuthorizationTokens tokens, CredentialSource source) {
        return Explanations.of(
                () -> tokens.signIn(REGISTRY, source), SECRET, SESSION_TOKEN, "je7MtGbClwBF", "QVdT", "pw");
    }

    private static AccessKey key(String id, String secret, String sessionToken) {
        return new AccessKey(
                id, new Secret(secret), sessionToken == null ? null : new Secret(sessionToken), "the test");
    }
}
