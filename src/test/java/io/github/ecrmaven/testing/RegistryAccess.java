package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Who may pull: the user {@code AWS} with a password that holds, and everybody from a public repository. */
final class RegistryAccess {
    /** What a client says to be; both are empty if it says nothing. */
    record Login(String username, String password) {
        private static final Login NONE = new Login("", "");

        static Login of(Request request) {
            String authorization = request.header("Authorization").orElse("");
            if (!authorization.startsWith("Basic ")) {
                return NONE;
            }
            byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? new Login(parts[0], parts[1]) : NONE;
        }
    }

    private final Predicate<String> passwords;
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Set<String> publicRepositories = ConcurrentHashMap.newKeySet();

    RegistryAccess(Predicate<String> passwords) {
        this.passwords = passwords;
    }

    void expire(Collection<String> ended) {
        expired.addAll(ended);
    }

    void revoke(Collection<String> ended) {
        revoked.addAll(ended);
    }

    void open(String repository) {
        publicRepositories.add(repository);
    }

    void check(String repository, Login login) {
        if (login.equals(Login.NONE) && publicRepositories.contains(repository)) {
            return;
        }
        if (expired.contains(login.password())) {
            throw new Refusal(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
        }
        if (revoked.contains(login.password())) {
            throw new Refusal(401, "UNAUTHORIZED", "authentication required");
        }
        if (!login.username().equals("AWS") || !passwords.test(login.password())) {
            throw new Refusal(401, "", "Not Authorized");
        }
    }
}
