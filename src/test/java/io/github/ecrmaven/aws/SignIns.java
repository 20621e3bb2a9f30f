package io.github.ecrmaven.aws;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.testing.Environments;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The sign-ins of one build, each with a session of its own, as in a separate goal. */
public final class SignIns {
    private final URI endpoint;
    private final List<String> log;
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache = new ConcurrentHashMap<>();

    /**
     * Creates a build without sign-ins.
     *
     * @param endpoint the endpoint of the ECR API; null for that of the settings
     * @param log the list that receives the log and the warnings
     */
    public SignIns(URI endpoint, List<String> log) {
        this.endpoint = endpoint;
        this.log = log;
    }

    public RegistryCredentials signIn(EcrRegistry registry, CredentialSource source) {
        return answer(registry, source).credentials();
    }

    public SignIn answer(EcrRegistry registry, CredentialSource source) {
        try (AwsSession session = session(source, endpoint, log::add)) {
            return tokens(session).signIn(registry);
        }
    }

    public SignIn renew(EcrRegistry registry, CredentialSource source, SignIn refused) {
        try (AwsSession session = session(source, endpoint, log::add)) {
            return tokens(session).renew(registry, refused);
        }
    }

    /**
     * Returns a session that signs in to all registries with one source.
     *
     * @param endpoint the endpoint of the ECR API; null for that of the settings
     */
    public static AwsSession session(CredentialSource source, URI endpoint) {
        return session(source, endpoint, line -> {});
    }

    private static AwsSession session(CredentialSource source, URI endpoint, Consumer<String> warnings) {
        return new AwsSession(
                registry -> new RegistryAccess(registry, source, endpoint), Environments.ofJvm(), List.of(), warnings);
    }

    /** Returns the cache that all modules of the build share. */
    public Map<String, CompletableFuture<Map<String, String>>> cache() {
        return cache;
    }

    private AuthorizationTokens tokens(AwsSession session) {
        return new AuthorizationTokens(session, cache, log::add, log::add);
    }
}
