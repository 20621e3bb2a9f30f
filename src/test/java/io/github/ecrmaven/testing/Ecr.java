package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the Amazon ECR API answers. */
final class Ecr {
    private static final int PASSWORD_BYTES = 1650;

    private final Principals principals;
    private final Set<String> passwords = ConcurrentHashMap.newKeySet();

    Ecr(Principals principals) {
        this.principals = principals;
    }

    Set<String> passwords() {
        return Set.copyOf(passwords);
    }

    boolean issued(String password) {
        return passwords.contains(password);
    }

    Reply answer(String operation, Request request, String region) {
        Principal caller = principals.signer(request, "ecr");
        return switch (operation) {
            case "GetAuthorizationToken" -> authorizationToken(caller, region);
            default -> throw new Refusal(400, "UnknownOperationException", "The stand-in does not know " + operation);
        };
    }

    private Reply authorizationToken(Principal caller, String region) {
        String password = principals.secret(PASSWORD_BYTES);
        passwords.add(password);
        byte[] token = ("AWS:" + password).getBytes(StandardCharsets.UTF_8);
        long expiry = Instant.now().plus(Duration.ofHours(12)).toEpochMilli();
        String host = caller.accountId() + ".dkr.ecr." + region + ".amazonaws.com";
        return Json.success(Map.of(
                "authorizationData",
                List.of(Map.of(
                        "authorizationToken", Base64.getEncoder().encodeToString(token),
                        "expiresAt", BigDecimal.valueOf(expiry, 3),
                        "proxyEndpoint", "https://" + host))));
    }
}
