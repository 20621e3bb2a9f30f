package io.github.ecrmaven.testing;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose signatures hold: the credentials that a test registered, and those that the stand-in handed out. */
final class Principals {
    /** Credentials and the identity behind them; the session token of lasting ones is empty. */
    record Principal(String accessKeyId, String secretAccessKey, String sessionToken, String arn, Instant expiration) {

        String accountId() {
            return arn.split(":", 6)[4];
        }

        /** The unique ID of a user, or of a role with the name of the session. */
        String userId() {
            return arn.contains(":assumed-role/")
                    ? "AROAEXAMPLE:" + arn.substring(arn.lastIndexOf('/') + 1)
                    : "AIDAEXAMPLE";
        }

        /** Whether this is who the ARN names: the user, the session, or a session of the role. */
        boolean is(String other) {
            return arn.equals(other) || arn.startsWith(session(other, ""));
        }
    }

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Principal> byKey = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Principals(InstantSource clock) {
        this.clock = clock;
    }

    /** The identity of those who assumed a role, in the account and the partition of the role. */
    static String session(String roleArn, String name) {
        return roleArn.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/" + name;
    }

    void add(Principal principal) {
        byKey.put(principal.accessKeyId(), principal);
    }

    /** The identity behind an access key ID, empty if nobody's. */
    String arn(String accessKeyId) {
        return byKey.containsKey(accessKeyId) ? byKey.get(accessKeyId).arn() : "";
    }

    void expire(String accessKeyId) {
        byKey.computeIfPresent(
                accessKeyId,
                (id, p) -> new Principal(id, p.secretAccessKey(), p.sessionToken(), p.arn(), Instant.EPOCH));
    }

    /** The secret access keys and the session tokens of all. */
    Set<String> secrets() {
        return byKey.values().stream()
                .flatMap(principal -> Stream.of(principal.secretAccessKey(), principal.sessionToken()))
                .filter(secret -> !secret.isEmpty())
                .collect(Collectors.toSet());
    }

    /** New temporary credentials of an identity, for an hour. */
    Principal issue(String arn) {
        return issue(arn, Duration.ofHours(1));
    }

    Principal issue(String arn, Duration lifetime) {
        StringBuilder id = new StringBuilder("ASIA");
        random.ints(16, 0, ALPHABET.length()).mapToObj(ALPHABET::charAt).forEach(id::append);
        Instant expiration = clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        Principal principal = new Principal(id.toString(), secret(30), secret(500), arn, expiration);
        add(principal);
        return principal;
    }

    /** Something that nobody guesses: random bytes in base64. */
    String secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    /** Who signed a request to a service; refuses, as AWS does, what is not rightly signed. */
    Principal signer(Request request, String service) {
        SigV4 signature = SigV4.of(request)
                .orElseThrow(() -> new Refusal(
                        400, "MissingAuthenticationTokenException", "Request is missing Authentication Token"));
        Principal principal = byKey.get(signature.accessKeyId());
        if (principal == null || !principal.sessionToken().equals(signature.sessionToken())) {
            throw new Refusal(
                    400, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        Instant now = clock.instant();
        if (principal.expiration().isBefore(now)) {
            throw new Refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
        }
        if (!signature.service().equals(service)) {
            throw invalid("Credential should be scoped to correct service: '" + service + "'.");
        }
        Instant time = signature.time();
        if (time.isBefore(now.minus(TOLERANCE))) {
            throw invalid("Signature expired: " + SigV4.TIME.format(time) + " is now earlier than "
                    + SigV4.TIME.format(now.minus(TOLERANCE)) + " (" + SigV4.TIME.format(now) + " - 5 min.)");
        }
        if (time.isAfter(now.plus(TOLERANCE))) {
            throw invalid("Signature not yet current: " + SigV4.TIME.format(time) + " is still later than "
                    + SigV4.TIME.format(now.plus(TOLERANCE)) + " (" + SigV4.TIME.format(now) + " + 5 min.)");
        }
        if (!signature.isBy(principal.secretAccessKey())) {
            throw invalid("The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return principal;
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "InvalidSignatureException", message);
    }
}
