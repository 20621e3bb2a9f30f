package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Signs in to registries: one call of GetAuthorizationToken for each region and source of credentials. */
public final class AuthorizationTokens {
    /** A call as a whole, with its retries; the SDK has no limit of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

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
        return tokens.computeIfAbsent(
                key, absent -> new TokenRequest(endpoint, callTimeout).send(registry, source, log));
    }
}
