package io.github.ecrmaven.ecr;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.ecrmaven.aws.AwsJson;
import io.github.ecrmaven.aws.EndpointHost;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sends requests to a registry like an engine: by https, or by http to this machine; with credentials, or with a token
 * of the registry for them (https://distribution.github.io/distribution/spec/auth/token/).
 */
final class RegistryConnection {
    /** The limit of a whole answer, as of one attempt at AWS. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Engines accept no longer manifest or configuration. */
    private static final int MAX_BODY_SIZE = 4 << 20;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern BEARER = Pattern.compile("\\s*bearer\\s.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final SdkHttpClient http;
    private final URI base;
    private final RegistryCredentials credentials;
    private String authorization;

    /** An answer of a registry, or of a proxy in its place. */
    record Answer(SdkHttpResponse head, SdkBytes body) {
        int status() {
            return head.statusCode();
        }

        Optional<String> header(String name) {
            return head.firstMatchingHeader(name);
        }

        /** Returns the different values of a header. */
        List<String> headers(String name) {
            return head.matchingHeaders(name).stream().distinct().toList();
        }

        /**
         * Returns how long to wait before a retry, in either form of
         * https://www.rfc-editor.org/rfc/rfc9110#name-retry-after; zero if the registry does not say.
         */
        Duration retryAfter() {
            return header("Retry-After").map(RegistryConnection::duration).orElse(Duration.ZERO);
        }

        String text() {
            return new String(body.asByteArrayUnsafe(), StandardCharsets.UTF_8);
        }
    }

    private record Token(
            String token, @JsonProperty("access_token") String accessToken) {}

    RegistryConnection(SdkHttpClient http, EcrRegistry registry, RegistryCredentials credentials) {
        this.http = http;
        this.credentials = credentials;
        URI secure = URI.create("https://" + registry.host());
        base = new EndpointHost(secure).isLoopback() ? URI.create("http://" + registry.host()) : secure;
        // ECR Public accepts only its own tokens.
        authorization = credentials == null || registry.isPublic() ? null : basic(credentials);
    }

    /**
     * Requests the manifest of an image's tag, and repeats the request with a token if the registry requires one.
     * Follows no redirect. Engines send HEAD; this is GET, so that the digest can be checked.
     *
     * @throws IOException if there is no complete answer, or no token from an https URL
     */
    Answer manifest(ImageReference image) throws IOException {
        SdkHttpRequest request = get(base.resolve("/v2/" + image.repository() + "/manifests/" + image.tag()))
                .putHeader("Accept", String.join(", ", Manifest.MEDIA_TYPES))
                .build();
        Answer answer = call(request, authorization);
        Optional<String> challenge = answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED
                ? answer.head().matchingHeaders("WWW-Authenticate").stream()
                        .filter(value -> BEARER.matcher(value).matches())
                        .findFirst()
                : Optional.empty();
        if (challenge.isEmpty()) {
            return answer;
        }
        Answer tokenAnswer = requestToken(challenge.get());
        if (!tokenAnswer.head().isSuccessful()) {
            return tokenAnswer;
        }
        authorization = "Bearer " + token(tokenAnswer);
        return call(request, authorization);
    }

    /** Requests a token; sends the credentials only to the registry's own host. */
    private Answer requestToken(String challenge) throws IOException {
        Map<String, String> parameters = PARAMETER
                .matcher(challenge)
                .results()
                .collect(Collectors.toMap(
                        (MatchResult found) -> found.group(1), found -> found.group(2), (first, again) -> first));
        URI realm = realm(parameters.getOrDefault("realm", ""));
        boolean isOwn = realm.getScheme().equals(base.getScheme())
                && realm.getAuthority().equals(base.getAuthority());
        SdkHttpRequest.Builder request = get(realm);
        for (String name : new String[] {"service", "scope"}) {
            if (parameters.containsKey(name)) {
                request.putRawQueryParameter(name, parameters.get(name));
            }
        }
        return call(request.build(), isOwn && credentials != null ? basic(credentials) : null);
    }

    private URI realm(String text) throws IOException {
        try {
            URI realm = URI.create(text);
            boolean secure =
                    "https".equals(realm.getScheme()) || base.getScheme().equals(realm.getScheme());
            if (realm.getHost() != null && secure) {
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // Throws below.
        }
        throw new IOException("it wants a token from '" + OutsideText.line(text) + "', which is not an https URL");
    }

    private static String token(Answer answer) throws IOException {
        try {
            Token token = AwsJson.READER.readValue(answer.text(), Token.class);
            String value = token == null ? null : token.token == null ? token.accessToken : token.token;
            if (value != null) {
                KnownSecrets.add(value);
                return value;
            }
        } catch (IOException e) {
            // The exception would quote the answer, which may contain a token.
        }
        throw new IOException("it requires a token, but sent none");
    }

    /**
     * Downloads from a signed URL of ECR. The request has no signature of its own, as a second one would be refused.
     *
     * @throws IOException if there is no complete answer
     */
    static Answer download(SdkHttpClient http, URI url) throws IOException {
        return call(http, get(url).build());
    }

    private static SdkHttpRequest.Builder get(URI uri) {
        return SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri);
    }

    private Answer call(SdkHttpRequest request, String authorized) throws IOException {
        return call(
                http,
                authorized == null
                        ? request
                        : request.toBuilder()
                                .putHeader(AUTHORIZATION, authorized)
                                .build());
    }

    private static Answer call(SdkHttpClient http, SdkHttpRequest request) throws IOException {
        ExecutableHttpRequest call = http.prepareRequest(
                HttpExecuteRequest.builder().request(request).build());
        var timer = new CompletableFuture<Void>();
        CompletableFuture<Void> end = timer.completeOnTimeout(null, TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .thenRun(call::abort);
        try {
            HttpExecuteResponse answer = call.call();
            InputStream body =
                    answer.responseBody().map(InputStream.class::cast).orElseGet(InputStream::nullInputStream);
            return new Answer(
                    answer.httpResponse(),
                    SdkBytes.fromByteArray(new LimitedInputStream(body, MAX_BODY_SIZE).readAllBytes()));
        } catch (IOException e) {
            // Closing the body would read the rest of it.
            call.abort();
            throw timer.isDone() ? new SocketTimeoutException("no answer within " + TIMEOUT.toSeconds() + " s") : e;
        } finally {
            end.cancel(false);
            timer.cancel(false);
        }
    }

    static Duration duration(String retryAfter) {
        String text = retryAfter.strip();
        try {
            return SECONDS.matcher(text).matches()
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static String basic(RegistryCredentials credentials) {
        return "Basic " + credentials.basic();
    }
}
