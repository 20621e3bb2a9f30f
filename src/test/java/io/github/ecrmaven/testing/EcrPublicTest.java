package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one operation of Amazon ECR Public that a pull needs. */
class EcrPublicTest {
    private final AwsStandIn aws = new AwsStandIn();

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", "secret");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theAuthorizationDataIsOneObject() throws Exception {
        HttpResponse<String> response = getAuthorizationToken("ecr-public", "us-east-1");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode data = Json.read(response.body()).path("authorizationData");
        assertThat(data.path("expiresAt").asLong())
                .isGreaterThan(Instant.now().plusSeconds(43_000).getEpochSecond());
        String password = aws.passwords().iterator().next();
        assertThat(data.path("authorizationToken").asText()).isEqualTo(EcrPasswords.token(password));
        assertThat(aws.calls())
                .containsExactly(new AwsStandIn.Call(
                        "ecr-public",
                        "GetAuthorizationToken",
                        "us-east-1",
                        "AKIAEXAMPLE",
                        "arn:aws:iam::123456789012:user/developer",
                        "{}"));
    }

    @Test
    void thereIsOneRegion() throws Exception {
        assertThat(getAuthorizationToken("ecr-public", "eu-west-1").body())
                .contains("\"UnsupportedCommandException\"")
                .contains("\"GetAuthorizationToken command is only supported in us-east-1.\"");
    }

    @Test
    void theSignatureIsForEcrPublic() throws Exception {
        assertThat(getAuthorizationToken("ecr", "us-east-1").body())
                .contains("\"InvalidSignatureException\"")
                .contains("scoped to correct service: 'ecr-public'");
    }

    @Test
    void twoActionsAreToBeAllowed() throws Exception {
        aws.deny("sts:GetServiceBearerToken");

        assertThat(getAuthorizationToken("ecr-public", "us-east-1").body())
                .contains("is not authorized to perform: sts:GetServiceBearerToken on resource: * because");

        aws.deny("ecr-public:GetAuthorizationToken");

        assertThat(getAuthorizationToken("ecr-public", "us-east-1").body())
                .contains("is not authorized to perform: ecr-public:GetAuthorizationToken on resource: * because");
    }

    private HttpResponse<String> getAuthorizationToken(String service, String region)
            throws IOException, InterruptedException {
        HttpRequest request = new SignedRequest(aws.endpoint(), service, region).by("AKIAEXAMPLE", "secret");
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
