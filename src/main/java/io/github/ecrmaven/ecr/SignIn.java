package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The result of signing in to a registry.
 *
 * @param credentials the credentials for pulls; null to pull anonymously, as ECR Public allows
 * @param expiresAt when the credentials expire; null if there are none, or it is unknown
 * @param reused whether the token was requested earlier in this build, so that it may have been revoked
 */
public record SignIn(RegistryCredentials credentials, Instant expiresAt, boolean reused) {
    /** No token: the registry is pulled from anonymously. */
    static final SignIn ANONYMOUS = new SignIn(null, null, false);

    /** A pull needs a valid token until its last layer. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String EXPIRES_AT = "expiresAt";

    /** Returns the result of an earlier sign-in from its {@link #toMap}. */
    static SignIn of(Map<String, String> earlier) {
        return earlier.isEmpty()
                ? ANONYMOUS
                : new SignIn(
                        new RegistryCredentials(earlier.get(USERNAME), new Secret(earlier.get(PASSWORD))),
                        Instant.parse(earlier.get(EXPIRES_AT)),
                        true);
    }

    /** Returns the result in types of the JDK, which all class loaders share. */
    Map<String, String> toMap() {
        if (credentials == null) {
            return Map.of();
        }
        return Map.of(
                USERNAME, credentials.username(),
                PASSWORD, credentials.password().reveal(),
                EXPIRES_AT, expiresAt.toString());
    }

    boolean hasExpired() {
        return expiresAt != null && !expiresAt.isAfter(Instant.now());
    }

    /** Returns whether it is valid long enough for another pull. */
    boolean isValidForPull() {
        return expiresAt == null || expiresAt.isAfter(Instant.now().plus(MARGIN));
    }
}
