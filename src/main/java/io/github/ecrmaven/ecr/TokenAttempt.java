package io.github.ecrmaven.ecr;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.aws.AwsClients;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.aws.AwsJson;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.aws.TimedExchange;
import io.github.ecrmaven.image.LimitedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

/**
 * A fast attempt to get an authorization token, with only the SDK's signer and the JDK's HTTP.
 *
 * <p>Starting the SDK's client takes each build 0.4 s and 40 MB. If the attempt returns no token, the client is used,
 * and its failure counts.
 */
final class TokenAttempt {
    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    /**
     * For each Java version the first update that limits the header fields of an answer (October 2024, JDK-8328286,
     * {@code jdk.http.maxHeaderSize}).
     */
    private static final Map<Integer, Integer> LIMITING_UPDATES = Map.of(17, 13, 21, 5, 23, 1);

    private static final int FIRST_LIMITING_VERSION = 24;

    private TokenAttempt() {}

    /**
     * A token of ECR.
     *
     * @param text the user and password in base64, a secret
     */
    record Token(String text, Instant expiresAt) {
        /** Returns no part of the token. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** Returns whether Java limits the header fields of an answer, which are held in memory. */
    static boolean isSafe(Runtime.Version java) {
        Integer update = LIMITING_UPDATES.get(java.feature());
        return java.feature() >= FIRST_LIMITING_VERSION || (update != null && java.update() >= update);
    }

    /**
     * Requests a token within {@link AwsClients#attemptTimeout}.
     *
     * @return empty if it fails for any reason
     */
    static Optional<Token> request(AwsClients clients, RegistryAccess access, AwsCredentials keys) {
        try {
            URI endpoint = clients.endpoint(access);
            // Only the client knows how to append to a path.
            if (endpoint.getRawPath().length() > 1 || !isSafe(Runtime.version())) {
                return Optional.empty();
            }
            Optional<HttpURLConnection> connection = clients.http().open(endpoint);
            if (connection.isEmpty()) {
                return Optional.empty();
            }
            var exchange = new TimedExchange(connection.get(), "ecr-token");
            return exchange.run(
                    clients.attemptTimeout(),
                    () -> send(connection.get(), exchange, access.registry().region(), keys));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Token> send(
            HttpURLConnection connection, TimedExchange exchange, String region, AwsCredentials keys)
            throws IOException, URISyntaxException {
        SdkHttpRequest request = sign(connection.getURL().toURI(), region, keys);
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), String.join(",", header.getValue()));
        }
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // Otherwise Java repeats the request if the connection ends without an answer.
        connection.setFixedLengthStreamingMode(BODY.length);
        connection.getOutputStream().write(BODY);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return Optional.empty();
        }
        try (InputStream in =
                new LimitedInputStream(exchange.body(connection.getInputStream()), AwsHttp.MAX_BODY_SIZE)) {
            return token(in.readAllBytes());
        }
    }

    private static SdkHttpRequest sign(URI endpoint, String region, AwsCredentials keys) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", TARGET)
                .build();
        return AwsV4HttpSigner.create()
                .sign(SignRequest.builder(keys)
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(BODY))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecr")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .build())
                .request();
    }

    private static Optional<Token> token(byte[] answer) throws IOException {
        JsonNode data = AwsJson.READER
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(answer)
                .path("authorizationData");
        JsonNode text = data.path(0).path("authorizationToken");
        JsonNode end = data.path(0).path("expiresAt");
        return data.size() == 1 && text.isTextual() && end.isNumber()
                ? Optional.of(new Token(text.textValue(), Instant.ofEpochMilli(Math.round(end.doubleValue() * 1e3))))
                : Optional.empty();
    }
}
