package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.util.Set;

/**
 * A registry, and how to sign in to it.
 *
 * @param registry the registry
 * @param source where the credentials come from
 * @param endpoint of the ECR API; null for the one of AWS's settings, else AWS's own
 */
public record RegistryAccess(EcrRegistry registry, CredentialSource source, URI endpoint) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * Joins them.
     *
     * @throws ExplainedException when {@code endpoint} is none
     */
    public RegistryAccess {
        if (endpoint != null) {
            checkEndpoint(endpoint, "endpoint");
        }
    }

    /** No service of AWS takes a user and a password in its URL; they would be seen in what is said of it. */
    static URI checkEndpoint(URI endpoint, String setting) {
        if (endpoint.toString().contains("@")) {
            throw ExplainedException.configuration(
                    setting + " has a user or a password in it, which AWS does not take: write https://HOST");
        }
        if (endpoint.getHost() == null || !SCHEMES.contains(endpoint.getScheme())) {
            throw ExplainedException.configuration(
                    setting + " '" + endpoint + "' is not a URL: https://HOST or http://HOST:PORT");
        }
        return endpoint;
    }
}
