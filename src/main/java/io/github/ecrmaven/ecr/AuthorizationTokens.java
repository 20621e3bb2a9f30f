package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Signs in to registries, with one authorization token in the build for each principal, region and endpoint. */
public final class AuthorizationTokens {
    private final AwsSession session;
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    /**
     * Prepares requests; sends none yet.
     *
     * @param cache the tokens of the build, which all modules share. It contains only types of the JDK, as modules may
     *     have different class loaders for this plugin
     * @param log receives a line with the kind of the credentials for each request
     * @param warnings receives what is wrong, but does not prevent a pull
     */
    public AuthorizationTokens(
            AwsSession session,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            Consumer<String> log,
            Consumer<String> warnings) {
        this.session = session;
        this.cache = cache;
        this.log = log;
        this.warnings = warnings;
    }

    /**
     * Signs in to a registry.
     *
     * @throws ExplainedException if there are no credentials, or AWS refuses a token
     */
    public SignIn signIn(EcrRegistry registry) {
        RegistryAccess access = session.access(registry);
        if (access.source() instanceof EcrToken token) {
            log.accept("Signing in to " + registry.host() + " with " + token);
            return new SignIn(new RegistryCredentials(RegistryCredentials.ECR_USERNAME, token.password()), null, false);
        }
        TokenRequest request = TokenRequest.of(access, session);
        return cached(request.key(), request);
    }

    /**
     * Signs in again after the registry refused a token, unless another thread already has.
     *
     * @throws ExplainedException if there are no credentials, or AWS refuses a token
     */
    public SignIn renew(EcrRegistry registry, SignIn refused) {
        TokenRequest request = TokenRequest.of(session.access(registry), session);
        String key = request.key();
        CompletableFuture<Map<String, String>> present = cache.get(key);
        if (present != null && isOf(present, refused)) {
            cache.remove(key, present);
        }
        return cached(key, request);
    }

    private static boolean isOf(CompletableFuture<Map<String, String>> token, SignIn signIn) {
        return token.isDone()
                && !token.isCompletedExceptionally()
                && Objects.equals(SignIn.of(token.join()).credentials(), signIn.credentials());
    }

    /** Failures are not cached: each thread that waited for a failed request sends its own. */
    private SignIn cached(String key, TokenRequest request) {
        while (true) {
            var own = new CompletableFuture<Map<String, String>>();
            CompletableFuture<Map<String, String>> others = cache.putIfAbsent(key, own);
            if (others == null) {
                return request(key, request, own);
            }
            try {
                SignIn earlier = SignIn.of(others.join());
                if (earlier.isValidForPull()) {
                    return earlier;
                }
            } catch (CompletionException | CancellationException e) {
                // The thread that sent the request reports the failure.
            }
            cache.remove(key, others);
        }
    }

    private SignIn request(String key, TokenRequest request, CompletableFuture<Map<String, String>> answer) {
        try {
            SignIn token = request.send(log, warnings);
            if (token.hasExpired()) {
                warnings.accept("The authorization token for "
                        + request.access().registry().host() + " expired at " + token.expiresAt()
                        + ", before it arrived: check this machine's clock. It is used once");
            }
            answer.complete(token.toMap());
            return token;
        } finally {
            if (!answer.isDone()) {
                cache.remove(key, answer);
                answer.cancel(false);
            }
        }
    }
}
