package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Sha256;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Signs in to registries: one call of GetAuthorizationToken in the whole build for each principal, region and endpoint.
 */
public final class AuthorizationTokens {
    private final AwsSession session;
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    /**
     * Prepares signing in; asks AWS nothing yet.
     *
     * @param cache of the build's tokens, which its modules share. It holds types of the JDK alone, because modules may
     *     have the classes of this plugin from different class loaders
     * @param log takes one line for each sign-in: the kind of credentials used
     * @param warnings takes what is odd, but does not stop a pull
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
     * Returns what the registry asks of who pulls from it.
     *
     * @throws ExplainedException when there are no credentials, or AWS gives no token for them
     */
    public SignIn signIn(EcrRegistry registry) {
        RegistryAccess access = session.access(registry);
        if (access.source() instanceof EcrToken token) {
            log.accept("Signing in to " + registry.host() + " with " + token);
            return new SignIn(new RegistryCredentials(RegistryCredentials.ECR_USERNAME, token.password()), null, false);
        }
        TokenRequest request = TokenRequest.of(access, session);
        return cached(Sha256.hex(request.key()), request);
    }

    /**
     * Returns a new token in the place of one that the registry refused. Another thread's, if it was there first.
     *
     * @throws ExplainedException when AWS gives none
     */
    public SignIn renew(EcrRegistry registry, SignIn refused) {
        TokenRequest request = TokenRequest.of(session.access(registry), session);
        String key = Sha256.hex(request.key());
        CompletableFuture<Map<String, String>> present = cache.get(key);
        if (present != null && isOf(present, refused)) {
            cache.remove(key, present);
        }
        return cached(key, request);
    }

    private static boolean isOf(CompletableFuture<Map<String, String>> token, SignIn signIn) {
        return token.isDone()
                && !token.isCompletedExceptionally()
                && Objects.equals(AuthorizationToken.of(token.join()).credentials(), signIn.credentials());
    }

    /** A failure is never kept: whoever waited for it asks for himself. */
    private SignIn cached(String key, TokenRequest request) {
        while (true) {
            var mine = new CompletableFuture<Map<String, String>>();
            CompletableFuture<Map<String, String>> others = cache.putIfAbsent(key, mine);
            if (others == null) {
                return ask(key, request, mine).signIn(false);
            }
            try {
                var token = AuthorizationToken.of(others.join());
                if (token.lasts()) {
                    return token.signIn(true);
                }
            } catch (CompletionException | CancellationException e) {
                // Whoever asked says why.
            }
            cache.remove(key, others);
        }
    }

    private AuthorizationToken ask(String key, TokenRequest request, CompletableFuture<Map<String, String>> answer) {
        try {
            AuthorizationToken token = request.send(log, warnings);
            if (token.hasExpired()) {
                warnings.accept("The authorization token for "
                        + request.access().registry().host() + " expired at " + token.expiresAt()
                        + ", before it came: check this machine's clock. It is used once");
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
