package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.RegistryLogins;
import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Registry credentials that other tools can pull with.
 *
 * @param signIns the result of signing in, by host
 */
public record DockerAuthConfig(Map<String, SignIn> signIns) {
    /**
     * Signs in to registries in parallel. A registry that is pulled from anonymously is left out.
     *
     * @param tokens the tokens of the build, so that a token that was used by a pull is not requested again
     * @throws ExplainedException if signing in to a registry fails; the message has all of them
     */
    public static DockerAuthConfig of(Collection<EcrRegistry> registries, AuthorizationTokens tokens) {
        Map<String, SignIn> byHost = new LinkedHashMap<>();
        var problems = new Problems();
        try (var threads = new RegistryLogins(tokens, line -> {})) {
            registries.forEach(threads::start);
            for (EcrRegistry registry : registries) {
                try {
                    byHost.put(registry.host(), threads.signIn(registry));
                } catch (ExplainedException e) {
                    problems.add(e);
                }
            }
        } catch (InterruptedException e) {
            throw ExplainedException.interrupted("signing in to registries", e);
        }
        problems.throwIfAny();
        byHost.values().removeIf(signIn -> signIn.credentials() == null);
        return new DockerAuthConfig(byHost);
    }

    /** Returns when the first of them expires; empty if that is not known. */
    public Optional<Instant> expiresAt() {
        return signIns.values().stream()
                .map(SignIn::expiresAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }
}
