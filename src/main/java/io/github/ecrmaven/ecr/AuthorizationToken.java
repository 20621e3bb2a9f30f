package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An answer of GetAuthorizationToken.
 *
 * @param credentials for the registries of the region; null where none are needed
 * @param expiresAt when they end
 */
public record AuthorizationToken(RegistryCredentials credentials, Instant expiresAt) {
    /** A pull needs its token from the first layer to the last. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** In the place of an answer, where a registry is pulled from anonymously. */
    public static final AuthorizationToken NONE = new AuthorizationToken(null, Instant.MAX);

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String EXPIRES_AT = "expiresAt";

    public static AuthorizationToken of(Map<String, String> token) {
        return token.isEmpty()
                ? NONE
                : new AuthorizationToken(
                        new RegistryCredentials(token.get(USERNAME), new Secret(token.get(PASSWORD))),
                        Instant.parse(token.get(EXPIRES_AT)));
    }

    /** Returns the token in types of the JDK, for whom this class is another. */
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

    /** Returns whether it lasts long enough for another pull. */
    public boolean lasts() {
        return expiresAt.isAfter(Instant.now().plus(MARGIN));
    }
}
