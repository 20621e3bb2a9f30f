package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Decides who may pull from a registry: the user {@code AWS} with a valid password, and everybody from a public
 * repository. A registry with a public repository issues bearer tokens, as Amazon ECR Public does; any other registry
 * uses basic authentication.
 */
final class RegistryAccess {
    /** The credentials of a client. */
    record Login(String username, String password) {
        private static final Login NONE = new Login("", "");
        private static final Login ANYBODY = new Login("anybody", "");

        private static Login basic(String encoded) {
            String[] parts = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? new Login(parts[0], parts[1]) : NONE;
        }
    }

    private final Predicate<String> passwords;
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Set<String> publicRepositories = ConcurrentHashMap.newKeySet();
    private final Map<String, Login> bearers = new ConcurrentHashMap<>();

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

    Login login(Request request) {
        String[] authorization = request.header("Authorization").orElse("").split(" ", 2);
        return switch (authorization[0]) {
            case "Basic" -> Login.basic(authorization[1]);
            case "Bearer" -> bearers.getOrDefault(authorization[1], Login.NONE);
            default -> Login.NONE;
        };
    }

    /** Issues a bearer token to a client with a valid password, or an anonymous one to a client without credentials. */
    String bearer(Login login) {
        Login owner = login.equals(Login.NONE) ? Login.ANYBODY : login;
        check("", owner);
        String token = UUID.randomUUID().toString();
        bearers.put(token, owner);
        return token;
    }

    String challenge(String scheme, String host) {
        return publicRepositories.isEmpty()
                ? "Basic realm=\"https://" + host + "/\",service=\"ecr.amazonaws.com\""
                : "Bearer realm=\"" + scheme + "://" + host + "/token/\",service=\"public.ecr.aws\",scope=\"aws\"";
    }

    /** Throws if the client may not pull from a repository, or, if that is empty, may not use the registry at all. */
    void check(String repository, Login login) {
        boolean open = repository.isEmpty()
                ? login.equals(Login.ANYBODY)
                : login.password().isEmpty() && publicRepositories.contains(repository);
        if (open) {
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
