package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Creates credentials from their parts: checks the parts, and adds the secrets to {@link KnownSecrets}. */
final class CheckedCredentials {
    private CheckedCredentials() {}

    /** Checks credentials that a provider of the SDK has returned. */
    static AwsCredentials of(AwsCredentials credentials, String origin) {
        return of(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null,
                credentials.expirationTime().orElse(null),
                origin);
    }

    /**
     * Creates credentials. Like the AWS SDKs, it strips white space.
     *
     * @param sessionToken the session token of a temporary access key; null or blank for a permanent one
     * @param expiresAt when a temporary access key expires; null if unknown
     * @param origin the source as messages name it, such as {@code the system properties}
     * @throws IllegalArgumentException if a part is empty; the message is the reason
     * @throws ExplainedException if a part has a character that AWS does not use in it
     */
    static AwsCredentials of(
            String accessKeyId, String secretAccessKey, String sessionToken, Instant expiresAt, String origin) {
        KnownSecrets.add(secretAccessKey);
        String id = SecretText.checked(accessKeyId, "the access key ID of " + origin);
        String secret = SecretText.checked(secretAccessKey, "the secret access key of " + origin);
        if (sessionToken == null || sessionToken.isBlank()) {
            return AwsBasicCredentials.create(id, secret);
        }
        KnownSecrets.add(sessionToken);
        return AwsSessionCredentials.builder()
                .accessKeyId(id)
                .secretAccessKey(secret)
                .sessionToken(SecretText.checked(sessionToken, "the session token of " + origin))
                .expirationTime(expiresAt)
                .build();
    }
}
