package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The messages when AWS, or the connection to it, fails a call of GetAuthorizationToken. */
class AwsFailuresTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final EcrRegistry REGISTRY = EcrRegistry.parse(HOST);
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String SESSION_TOKEN = "IQoJb3JpZ2luX2Vj";
    private static final CredentialSource KEY = key("AKIAEXAMPLE", SECRET, null);
    private static final String OPERATION = "GetAuthorizationToken";
    private static final String FAILURE = "no ECR authorization token for " + HOST + " with access key of the test: ";

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
    void refusesABlankAccessKeyId() {
        assertThat(failure(tokens, key(" ", SECRET, null)))
                .hasMessage("no AWS credentials for " + HOST
                        + " from access key of the test: the access key ID of the test is empty");
    }

    /** A temporary error is retried, and its message then contains the number of attempts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | AccessDeniedException | Not allowed      | 1 | AccessDeniedException: Not allowed.
            400 | ThrottlingException   | Rate exceeded    | 3 | ThrottlingException: Rate exceeded, after 3 attempts.
            500 | ServerException       | Internal failure | 3 | ServerException: Internal failure, after 3 attempts.
            503 | ServiceUnavailable    | ``               | 3 | ServiceUnavailable, after 3 attempts.
            """)
    void quotesAnErrorOfAws(int status, String code, String message, int calls, String seen) {
        aws.fail(OPERATION, Fault.status(status, code, message), Fault.ALWAYS);

        assertThat(failure(tokens, KEY)).hasMessageStartingWith(FAILURE + seen);
        // The first call is made without the SDK's client, whose attempts are counted separately.
        assertThat(aws.calls(OPERATION)).hasSize(1 + calls);
    }

    @Test
    void aTemporaryErrorIsNotReported() {
        aws.fail(OPERATION, Fault.status(500, "ServerException", "Internal failure"), 2);

        tokens.signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(3);
    }

    @Test
    void explainsABrokenConnection() {
        aws.fail(OPERATION, Fault.cut(), Fault.ALWAYS);

        assertThat(failure(tokens, KEY))
                .hasMessageStartingWith(FAILURE + "Premature end of Content-Length delimited message body");
    }

    @Test
    void explainsAnEndpointThatIsNotEcr() {
        aws.fail(OPERATION, Fault.body("<html>Sign in to the guest network</html>"), Fault.ALWAYS);

        assertThat(failure(tokens, KEY))
                .hasMessage(FAILURE + "the answer is not JSON, after 3 attempts. Check the endpoint, and the"
                        + " network for a"
                        + " proxy that answers in place of AWS");
    }

    /** A call of only one attempt ends with the time limit of that, which is shorter than its own. */
    @Test
    void anAwsThatIsSilentAndAskedOnlyOnce() {
        aws.fail(OPERATION, Fault.delay(Duration.ofMinutes(1)), Fault.ALWAYS);
        try (var http = new AwsHttp(new Proxies(List.of(), Environments.ofJvm()), Optional.empty(), log::add);
                EcrClient ecr = EcrClient.builder()
                        .httpClient(http)
                        .endpointOverride(aws.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", SECRET)))
                        .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofSeconds(30))
                                .apiCallAttemptTimeout(Duration.ofMillis(500))
                                .retryStrategy(retries -> retries.maxAttempts(1)))
                        .build()) {
            var silence = catchThrowableOfType(ApiCallAttemptTimeoutException.class, ecr::getAuthorizationToken);

            assertThat(AwsFailures.noImages(silence, REGISTRY, http))
                    .hasMessage("cannot ask ECR for the images of " + HOST + ": no answer within 0.5 s. Check the"
                            + " network, proxies and firewalls between this machine and AWS");
        }
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
