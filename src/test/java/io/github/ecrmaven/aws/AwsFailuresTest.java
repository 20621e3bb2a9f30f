package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.RegistryStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users read when AWS, or the way there, has something against a call of GetAuthorizationToken. */
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
    void anAccessKeyIdThatAwsDoesNotKnow() {
        assertThat(failure(tokens, key("AKIAUNKNOWN", SECRET, null)))
                .hasMessage(FAILURE + "UnrecognizedClientException: The security token included in the request is"
                        + " invalid. AWS does not know this access key ID: check it; the key ID of a session (ASIA…)"
                        + " needs its session token too");
    }

    @Test
    void aSecretOfAnotherKey() {
        assertThat(failure(tokens, key("AKIAEXAMPLE", "je7MtGbClwBF", null)))
                .hasMessage(FAILURE + "InvalidSignatureException: The request signature we calculated does not match"
                        + " the signature you provided. Check your AWS Secret Access Key and signing method. Consult"
                        + " the service documentation for details. The secret access key does not belong to the access"
                        + " key ID: check both");
    }

    @Test
    void aSessionThatIsOver() {
        aws.accept("ASIAEXAMPLE", SECRET, SESSION_TOKEN);
        aws.expire("ASIAEXAMPLE");

        assertThat(failure(tokens, key("ASIAEXAMPLE", SECRET, SESSION_TOKEN)))
                .hasMessage(FAILURE + "ExpiredTokenException: The security token included in the request is expired."
                        + " The session is over: get new credentials, for a profile with 'aws sso login --profile"
                        + " NAME'");
    }

    @Test
    void aBlankKey() {
        assertThat(failure(tokens, key(" ", SECRET, null)))
                .hasMessage("no AWS credentials for " + HOST
                        + ": access key of the test does not work: Access key ID cannot be blank");
    }

    /** What AWS says, and how often it is asked: an error that may pass is tried again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            400 | AccessDeniedException | User: arn is not authorized to perform: ecr:GetAuthorizationToken on resource: * | 1 | AccessDeniedException: User: arn is not authorized to perform: ecr:GetAuthorizationToken on resource: *. Allow ecr:GetAuthorizationToken on resource * to this principal
            400 | ThrottlingException   | Rate exceeded    | 3 | ThrottlingException: Rate exceeded. AWS was asked too often, by this account as a whole: try again later
            500 | ServerException       | Internal failure | 3 | ServerException: Internal failure
            503 | ServiceUnavailable    | ``               | 3 | ServiceUnavailable
            """)
    void anErrorOfAws(int status, String code, String message, int calls, String seen) {
        aws.fail(OPERATION, Fault.status(status, code, message), Fault.ALWAYS);

        assertThat(failure(tokens, KEY)).hasMessage(FAILURE + seen);
        assertThat(aws.calls(OPERATION)).hasSize(calls);
    }

    @Test
    void anErrorThatPassesIsNotSeen() {
        aws.fail(OPERATION, Fault.status(500, "ServerException", "Internal failure"), 2);

        tokens.signIn(REGISTRY, KEY);

        assertThat(aws.calls(OPERATION)).hasSize(3);
    }

    @Test
    void aConnectionThatBreaksOff() {
        aws.fail(OPERATION, Fault.cut(), Fault.ALWAYS);

        assertThat(failure(tokens, KEY))
                .hasMessageStartingWith(FAILURE + "Premature end of Content-Length delimited message body");
    }

    @Test
    void anEndpointThatIsNotEcrs() {
        aws.fail(OPERATION, Fault.body("<html>Sign in to the guest network</html>"), Fault.ALWAYS);

        assertThat(failure(tokens, KEY))
                .hasMessage(FAILURE + "the answer is not JSON. Check the endpoint, and the network for a proxy that"
                        + " answers in place of AWS");
    }

    @Test
    void theRegistryItselfAsTheEndpoint() {
        try (var registry = new RegistryStandIn(password -> false)) {
            assertThat(failure(at(URI.create("http://" + registry.host())), KEY))
                    .hasMessage(FAILURE + "HTTP status 401");
        }
    }

    @Test
    void aHostThatDoesNotExist() {
        assertThat(failure(at(URI.create("https://api.ecr.invalid")), KEY))
                .hasMessage(FAILURE + "no such host: api.ecr.invalid. Check the region in the registry's host, and the"
                        + " network");
    }

    @Test
    void aPortThatNobodyListensAt() throws IOException {
        URI endpoint;
        try (ServerSocket closed = listen()) {
            endpoint = uri(closed);
        }

        assertThat(failure(at(endpoint), KEY))
                .hasMessageMatching("\\Q" + FAILURE + "Connect to " + endpoint + "\\E.* failed: Connection refused.*");
    }

    @Test
    void anEndpointThatIsSilent() throws IOException {
        try (ServerSocket silent = listen()) {
            var impatient = new SignIns(uri(silent), log, Duration.ofMillis(300));

            assertThat(failure(impatient, KEY))
                    .hasMessage(FAILURE + "Client execution did not complete before the specified timeout"
                            + " configuration: 300 millis. Check the network, proxies and firewalls between here and"
                            + " AWS");
        }
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

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static URI uri(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
}
