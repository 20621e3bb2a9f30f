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

/** The credentials whose signatures are accepted: those that a test added, and those that the stand-in issued. */
final class Principals {
    /** Credentials and the ARN of their owner. The session token of long-term credentials is empty. */
    record Principal(String accessKeyId, String secretAccessKey, String sessionToken, String arn, Instant expiration) {

        String accountId() {
            return arn.split(":", 6)[4];
        }

        /** Returns the unique ID of the user, or the unique ID of the role with the session name. */
        String userId() {
            return arn.contains(":assumed-role/")
                    ? "AROAEXAMPLE:" + arn.substring(arn.lastIndexOf('/') + 1)
                    : "AIDAEXAMPLE";
        }

        /** Returns whether the ARN is that of this user or role session, or of the role of this session. */
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

    /** Returns the ARN of a role session. */
    static String session(String roleArn, String name) {
        return roleArn.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/" + name;
    }

    void add(Principal principal) {
        byKey.put(principal.accessKeyId(), principal);
    }

    /** Returns the ARN of the owner of an access key ID, or an empty string. */
    String arn(String accessKeyId) {
        return byKey.containsKey(accessKeyId) ? byKey.get(accessKeyId).arn() : "";
    }

    void expire(String accessKeyId) {
        byKey.computeIfPresent(
                accessKeyId,
                (id, p) -> new Principal(id, p.secretAccessKey(), p.sessionToken(), p.arn(), Instant.EPOCH));
    }

    /** Returns all secret access keys and session tokens. */
    Set<String> secrets() {
        return byKey.values().stream()
                .flatMap(principal -> Stream.of(principal.secretAccessKey(), principal.sessionToken()))
                .filter(secret -> !secret.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Issues temporary credentials that are valid for an hour. */
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

    /** Returns random bytes in base64. */
    String secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    /** Returns the signer of a request to a service, or throws the error of AWS if the signature is not valid. */
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
        if (!signature.isSignedWith(principal.secretAccessKey())) {
            throw invalid("The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return principal;
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "InvalidSignatureException", message);
    }
}
