package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.RegistryCredentials;

/**
 * What signing in to a registry gave.
 *
 * @param credentials for the registry; null to pull anonymously, as ECR Public allows
 * @param reused whether the token was asked for earlier in this build, so that a new one may be worth more
 */
public record SignIn(RegistryCredentials credentials, boolean reused) {}
