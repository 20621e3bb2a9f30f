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
        EcrRegistry otherAccount = EcrRegistry.parse("210987654321.dkr.ecr.eu-west-1.amazonaws.com");

        RegistryCredentials one = tokens.signIn(REGISTRY, KEY);
        RegistryCredentials other = tokens.signIn(otherAccount, KEY);

        assertThat(other).isEqualTo(one);
        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void asksAgainForAnotherRegion() {
        tokens.signIn(REGISTRY, KEY);
        tokens.signIn(EcrRegistry.parse("123456789012.dkr.ecr.us-east-1.amazonaws.com"), KEY);

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
    void aConfiguredEndpointIsCalledWhateverTheHostAndOtherSettingsAskFor(String host, String setting) {
        settings.set("aws.endpointUrl", aws.endpoint().toString());
        settings.set(setting, "true");

        at(null).signIn(EcrRegistry.parse(host), KEY);

        assertThat(aws.calls(OPERATION)).hasSize(1);
    }

    @Test
    void theGoalsEndpointIsCalledWhateverTheHostAndTheSettingsAskFor() {
        settings.set("aws.useFipsEndpoint", "true");
        settings.set("aws.useDualstackEndpoint", "true");

        tokens.signIn(EcrRegistry.parse("123456789012.dkr-ecr-fips.us-east-1.on.aws"), KEY);

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
            {"authorizationData":[{"authorizationToken":"QVdTOnB3"}]}             | it has no time of expiry
            """)
    void anAnswerThatIsNotAsDocumentedIsRefused(String answer, String reason) {
        aws.fail(OPERATION, Fault.body(answer));

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
    void anEndpointThatIsNoUrl(String endpoint) {
        assertThat(Explanations.of(() -> at(URI.create(endpoint)).signIn(REGISTRY, KEY), SECRET))
                .hasMessage("endpoint '" + endpoint + "' is not a URL: https://HOST or http://HOST:PORT");
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
