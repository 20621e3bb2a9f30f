package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** Signs in to registries: one call of GetAuthorizationToken for each region and source of credentials. */
public final class AuthorizationTokens {
    /** A call as a whole, with its retries; the SDK has no limit of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final URI endpoint;
    private final Consumer<String> log;
    private final Duration callTimeout;
    private final Map<Key, RegistryCredentials> tokens = new HashMap<>();

    private record Key(String region, boolean fips, boolean dualStack, CredentialSource source) {}

    /**
     * Prepares signing in; asks AWS nothing yet.
     *
     * @param endpoint of the ECR API; null for AWS's own
     * @param log takes one line for each sign-in: the kind of credentials used
     * @throws ExplainedException when {@code endpoint} is none
     */
    public AuthorizationTokens(URI endpoint, Consumer<String> log) {
        this(endpoint, log, CALL_TIMEOUT);
    }

    /** As above, with another limit for a call as a whole. */
    AuthorizationTokens(URI endpoint, Consumer<String> log, Duration callTimeout) {
        if (endpoint != null && (endpoint.getHost() == null || !SCHEMES.contains(endpoint.getScheme()))) {
            throw ExplainedException.configuration(
                    "endpoint '" + endpoint + "' is not a URL: https://HOST or http://HOST:PORT");
        }
        this.endpoint = endpoint;
        this.log = log;
        this.callTimeout = callTimeout;
    }

    /**
     * Returns what the registry asks of who pulls from it.
     *
     * @throws ExplainedException when there are no credentials, or AWS gives no token for them
     */
    public RegistryCredentials signIn(EcrRegistry registry, CredentialSource source) {
        if (source instanceof EcrToken token) {
            log.accept("Signing in to " + registry.host() + " with " + source);
            return new RegistryCredentials(RegistryCredentials.ECR_USERNAME, token.password());
        }
        var key = new Key(registry.region(), registry.fips(), registry.dualStack(), source);
        return tokens.computeIfAbsent(key, absent -> requestToken(registry, source));
    }

    private RegistryCredentials requestToken(EcrRegistry registry, CredentialSource source) {
        Profiles profiles = Profiles.read();
        FoundCredentials credentials = FoundCredentials.find(source, registry.host(), profiles);
        log.accept("Signing in to " + registry.host() + " with " + credentials.source());
        GetAuthorizationTokenResponse answer;
        try (EcrClient ecr = client(registry, credentials, source, profiles)) {
            answer = ecr.getAuthorizationToken();
        } catch (RuntimeException e) {
            throw AwsFailures.noToken(e, credentials, registry);
        }
        return decode(answer, registry);
    }

    private EcrClient client(
            EcrRegistry registry, FoundCredentials credentials, CredentialSource source, Profiles profiles) {
        var ecr = EcrClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .region(Region.of(registry.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials.keys()))
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(profiles.file())
                        .defaultProfileName(
                                source instanceof CredentialSource.Profile profile
                                        ? profile.name()
                                        : FoundCredentials.selectedProfile()));
        if (endpoint != null) {
            // The SDK refuses an endpoint beside AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.
            ecr.endpointOverride(endpoint).fipsEnabled(false).dualstackEnabled(false);
        } else {
            // Set to false they would overrule those variables.
            if (registry.fips()) {
                ecr.fipsEnabled(true);
            }
            if (registry.dualStack()) {
                ecr.dualstackEnabled(true);
            }
        }
        return ecr.build();
    }

    /** Takes an answer of GetAuthorizationToken apart; what is not exactly as documented is an error. */
    static RegistryCredentials decode(GetAuthorizationTokenResponse answer, EcrRegistry registry) {
        List<AuthorizationData> data = answer.authorizationData();
        if (data.isEmpty()) {
            throw badAnswer(registry, "it has no authorization data");
        }
        if (data.size() > 1) {
            throw badAnswer(registry, "it has " + data.size() + " authorization data where one was asked for");
        }
        String token = data.get(0) == null ? null : data.get(0).authorizationToken();
        if (token == null || token.isBlank()) {
            throw badAnswer(registry, "it has no authorization token");
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badAnswer(registry, "its authorization token is not base64");
        }
        int colon = decoded.indexOf(':');
        if (colon < 1 || colon == decoded.length() - 1) {
            throw badAnswer(registry, "its authorization token is not user:password");
        }
        return new RegistryCredentials(decoded.substring(0, colon), new Secret(decoded.substring(colon + 1)));
    }

    private static ExplainedException badAnswer(EcrRegistry registry, String reason) {
        return ExplainedException.environment(
                "ECR's answer to GetAuthorizationToken for " + registry.host() + " cannot be used: " + reason
                        + ". Is the endpoint really ECR's?",
                null);
    }
}
