package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;

/**
 * How to sign in to a registry.
 *
 * @param source the source of the credentials
 * @param endpoint the endpoint of the ECR API; null for that of the AWS settings, or else AWS's own
 */
public record RegistryAccess(EcrRegistry registry, CredentialSource source, URI endpoint) {
    /**
     * Checks the endpoint.
     *
     * @throws ExplainedException if it is not an http or https URL
     */
    public RegistryAccess {
        if (endpoint != null) {
            new SettingValue(endpoint.toString(), "endpoint").url();
        }
    }
}
