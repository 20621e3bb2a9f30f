package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.RegistryCredentials;
import java.time.Instant;

/**
 * The result of signing in to a registry.
 *
 * @param credentials the credentials for pulls; null to pull anonymously, as ECR Public allows
 * @param expiresAt when the credentials expire; null if there are none, or it is unknown
 * @param reused whether the token was requested earlier in this build, so that it may have been revoked
 */
public record SignIn(RegistryCredentials credentials, Instant expiresAt, boolean reused) {}
