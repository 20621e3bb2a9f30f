package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The passwords in the authorization tokens issued so far, and the callers that they were issued to. */
final class EcrPasswords {
    private static final int PASSWORD_BYTES = 1650;

    private final Principals principals;
    private final InstantSource clock;
    private final Map<String, String> arns = new ConcurrentHashMap<>();
    private volatile Duration lifetime = Duration.ofHours(12);

    EcrPasswords(Principals principals, InstantSource clock) {
        this.principals = principals;
        this.clock = clock;
    }

    void lifetime(Duration duration) {
        lifetime = duration;
    }

    Set<String> all() {
        return Set.copyOf(arns.keySet());
    }

    /** Returns the ARN of the caller that a password was issued to, or an empty string. */
    String arn(String password) {
        return arns.getOrDefault(password, "");
    }

    /** Issues a token, and returns its authorization data. */
    Map<String, Object> issue(Principal caller) {
        String password = principals.secret(PASSWORD_BYTES);
        arns.put(password, caller.arn());
        return Map.of(
                "authorizationToken", token(password),
                "expiresAt", BigDecimal.valueOf(clock.instant().plus(lifetime).toEpochMilli(), 3));
    }

    static String token(String password) {
        return Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
