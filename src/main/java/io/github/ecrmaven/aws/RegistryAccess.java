package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;

/**
 * A registry, and how to sign in to it.
 *
 * @param registry the registry
 * @param source where the credentials come from
 * @param endpoint of the ECR API; null for the one of AWS's settings, else AWS's own
 */
public record RegistryAccess(EcrRegistry registry, CredentialSource source, URI endpoint) {
    /**
     * Joins them.
     *
     * @throws ExplainedException when {@code endpoint} is none
     */
    public RegistryAccess {
        if (endpoint != null) {
            new SettingValue(endpoint.toString(), "endpoint").url();
        }
    }
}
