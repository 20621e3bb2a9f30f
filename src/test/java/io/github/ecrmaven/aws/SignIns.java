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

/** The sign-ins of a build, each as a goal of its own makes it. */
public final class SignIns {
    private final URI endpoint;
    private final List<String> log;
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache = new ConcurrentHashMap<>();

    /** At this endpoint, or, if it is null, where the settings say. */
    public SignIns(URI endpoint, List<String> log) {
        this.endpoint = endpoint;
        this.log = log;
    }

    public RegistryCredentials signIn(EcrRegistry registry, CredentialSource source) {
        return answer(registry, source).credentials();
    }

    public SignIn answer(EcrRegistry registry, CredentialSource source) {
        try (AwsSession aws = aws(source)) {
            return tokens(aws).signIn(registry);
        }
    }

    public SignIn renew(EcrRegistry registry, CredentialSource source, SignIn refused) {
        try (AwsSession aws = aws(source)) {
            return tokens(aws).renew(registry, refused);
        }
    }

    /** What all modules of a build share. */
    public Map<String, CompletableFuture<Map<String, String>>> cache() {
        return cache;
    }

    private AwsSession aws(CredentialSource source) {
        return new AwsSession(
                registry -> new RegistryAccess(registry, source, endpoint), Environments.ofJvm(), List.of(), log::add);
    }

    private AuthorizationTokens tokens(AwsSession aws) {
        return new AuthorizationTokens(aws, cache, log::add, log::add);
    }
}
