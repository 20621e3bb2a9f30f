package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.RegistryCredentials;
import java.time.Instant;

/**
 * What signing in to a registry gave.
 *
 * @param credentials for the registry; null to pull anonymously, as ECR Public allows
 * @param expiresAt when the credentials end; null where there are none, or they do not say
 * @param reused whether the token was asked for earlier in this build, so that a new one may be worth more
 */
public record SignIn(RegistryCredentials credentials, Instant expiresAt, boolean reused) {}
