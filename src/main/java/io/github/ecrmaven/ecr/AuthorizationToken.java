package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An authorization token of ECR, decoded.
 *
 * @param credentials the credentials for all registries of the region; null to pull anonymously
 * @param expiresAt when they expire
 */
public record AuthorizationToken(RegistryCredentials credentials, Instant expiresAt) {
    /** A pull needs a valid token until its last layer. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** No token: the registry is pulled from anonymously. */
    public static final AuthorizationToken ANONYMOUS = new AuthorizationToken(null, Instant.MAX);

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String EXPIRES_AT = "expiresAt";

    /** Returns the token of {@link #toMap}. */
    public static AuthorizationToken of(Map<String, String> token) {
        return token.isEmpty()
                ? ANONYMOUS
                : new AuthorizationToken(
                        new RegistryCredentials(token.get(USERNAME), new Secret(token.get(PASSWORD))),
                        Instant.parse(token.get(EXPIRES_AT)));
    }

    /** Returns the token in types of the JDK, which all class loaders share. */
    public Map<String, String> toMap() {
        if (credentials == null) {
            return Map.of();
        }
        return Map.of(
                USERNAME, credentials.username(),
                PASSWORD, credentials.password().reveal(),
                EXPIRES_AT, expiresAt.toString());
    }

    public SignIn signIn(boolean reused) {
        return new SignIn(credentials, credentials == null ? null : expiresAt, reused);
    }

    public boolean hasExpired() {
        return !expiresAt.isAfter(Instant.now());
    }

    /** Returns whether it is valid long enough for another pull. */
    public boolean isValidForPull() {
        return expiresAt.isAfter(Instant.now().plus(MARGIN));
    }
}
