package io.github.ecrmaven.aws;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.ecrmaven.image.LimitedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

/**
 * An attempt at GetAuthorizationToken of ECR by the SDK's signer and Java's own HTTP alone. The SDK's client would take
 * every build 0.4 s and 40 MB to start; it is made only where this attempt gives no token, and takes it for the first
 * of its own. So it alone knows what an error means, and what is tried again.
 */
public final class TokenAttempt implements ExecutableHttpRequest {
    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final SdkHttpResponse head;
    private final byte[] body;
    private final IOException failure;
    private final Duration took;

    private TokenAttempt(SdkHttpResponse head, byte[] body, IOException failure, long start) {
        this.head = head;
        this.body = body;
        this.failure = failure;
        this.took = Duration.ofNanos(System.nanoTime() - start);
    }

    private TokenAttempt(IOException failure, long start) {
        this(null, null, failure, start);
    }

    /**
     * Makes the attempt; what fails is for {@link #call}.
     *
     * @param connection to ECR, which nothing was sent to yet
     * @param limit for the attempt as a whole: the time limits of a connection are for each of its steps
     */
    static TokenAttempt make(HttpURLConnection connection, String region, AwsCredentials keys, Duration limit) {
        long start = System.nanoTime();
        try {
            return TimedExchange.within(
                    limit, connection, "ecr-token", () -> exchange(connection, region, keys, start));
        } catch (IOException e) {
            return new TokenAttempt(e, start);
        }
    }

    private static TokenAttempt exchange(HttpURLConnection connection, String region, AwsCredentials keys, long start)
            throws IOException, URISyntaxException {
        SdkHttpRequest request = sign(connection.getURL().toURI(), region, keys);
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), String.join(",", header.getValue()));
        }
        connection.setRequestProperty("User-Agent", "ecr-maven-plugin");
        connection.setRequestProperty("Connection", "close");
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // Otherwise Java would send a second request where the connection ends without an answer.
        connection.setFixedLengthStreamingMode(BODY.length);
        connection.getOutputStream().write(BODY);
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is not HTTP");
        }
        try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            var head = SdkHttpResponse.builder().statusCode(status).statusText(connection.getResponseMessage());
            for (Map.Entry<String, List<String>> header :
                    connection.getHeaderFields().entrySet()) {
                if (header.getKey() != null) {
                    head.putHeader(header.getKey(), header.getValue());
                }
            }
            return new TokenAttempt(
                    head.build(),
                    in == null ? new byte[0] : new LimitedInputStream(in, AwsHttp.LONGEST_BODY).readAllBytes(),
                    null,
                    start);
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

    /** Returns how long it took. */
    Duration took() {
        return took;
    }

    /**
     * Returns the token, where the answer has one as documented.
     *
     * @param decode takes apart the token, and when it expires
     */
    public Optional<AuthorizationToken> token(BiFunction<String, Instant, AuthorizationToken> decode) {
        if (failure != null || head.statusCode() != HttpURLConnection.HTTP_OK) {
            return Optional.empty();
        }
        Data data;
        try {
            var in = new JsonReader(new StringReader(new String(body, StandardCharsets.UTF_8)));
            data = Data.read(in);
            if (data.authorizationToken == null || data.expiresAt == null || in.peek() != JsonToken.END_DOCUMENT) {
                return Optional.empty();
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(
                decode.apply(data.authorizationToken, Instant.ofEpochMilli(Math.round(data.expiresAt * 1e3))));
    }

    /** Gives the client what came of this attempt. */
    @Override
    public HttpExecuteResponse call() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return HttpExecuteResponse.builder()
                .response(head)
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public void abort() {
        // It is over.
    }

    private record Data(String authorizationToken, Double expiresAt) {
        /** Reads an answer by Gson's streams alone: to bind data to classes takes it 30 ms. */
        static Data read(JsonReader in) throws IOException {
            String token = null;
            Double end = null;
            in.beginObject();
            while (in.hasNext()) {
                if (!in.nextName().equals("authorizationData")) {
                    in.skipValue();
                    continue;
                }
                in.beginArray();
                in.beginObject();
                while (in.hasNext()) {
                    switch (in.nextName()) {
                        case "authorizationToken" -> token = in.nextString();
                        case "expiresAt" -> end = in.nextDouble();
                        default -> in.skipValue();
                    }
                }
                in.endObject();
                in.endArray();
            }
            in.endObject();
            return new Data(token, end);
        }

        /** Returns nothing of the token. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }
}
