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
 * An attempt at GetAuthorizationToken of ECR by the SDK's signer and Java's own HTTP alone. The SDK's client would take
 * every build 0.4 s and 40 MB to start. This is a fast path and no more: where it brings no token, the client asks.
 */
public final class TokenAttempt {
    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    /**
     * The first updates of Java that limit the header fields of an answer, those of October 2024 (JDK-8328286,
     * {@code jdk.http.maxHeaderSize}); all later releases do.
     */
    private static final Map<Integer, Integer> LIMITING_UPDATES = Map.of(17, 13, 21, 5, 23, 1);

    private static final int ALL_LIMIT = 24;

    private TokenAttempt() {}

    /**
     * A token as ECR gives it.
     *
     * @param text user and password in base64, a secret
     */
    public record Token(String text, Instant expiresAt) {
        /** Returns nothing of the token. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** Returns whether Java reads no header fields without end into memory. */
    static boolean isSafe(Runtime.Version java) {
        Integer update = LIMITING_UPDATES.get(java.feature());
        return java.feature() >= ALL_LIMIT || (update != null && java.update() >= update);
    }

    /**
     * Makes the attempt, which takes no longer than one attempt of a client.
     *
     * @return empty where it brings no token, for whatever reason
     */
    static Optional<Token> make(AwsClients clients, RegistryAccess access, AwsCredentials keys) {
        try {
            URI endpoint = clients.endpoint(access);
            // A client puts paths together in a way of its own.
            if (endpoint.getRawPath().length() > 1 || !isSafe(Runtime.version())) {
                return Optional.empty();
            }
            Optional<HttpURLConnection> connection = clients.http().open(endpoint);
            return connection.isEmpty()
                    ? Optional.empty()
                    : TimedExchange.within(
                            clients.attemptTimeout(),
                            connection.get(),
                            "ecr-token",
                            () -> exchange(connection.get(), access.registry().region(), keys));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Token> exchange(HttpURLConnection connection, String region, AwsCredentials keys)
            throws IOException, URISyntaxException {
        SdkHttpRequest request = sign(connection.getURL().toURI(), region, keys);
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), String.join(",", header.getValue()));
        }
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // Otherwise Java would send a second request where the connection ends without an answer.
        connection.setFixedLengthStreamingMode(BODY.length);
        connection.getOutputStream().write(BODY);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return Optional.empty();
        }
        try (InputStream in = new LimitedInputStream(connection.getInputStream(), AwsHttp.LONGEST_BODY)) {
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
