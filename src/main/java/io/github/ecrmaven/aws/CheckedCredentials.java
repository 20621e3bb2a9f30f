package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Makes credentials of what a source gives: their secrets are known from then on, and none is one that cannot be. */
final class CheckedCredentials {
    private CheckedCredentials() {}

    /**
     * Makes them; white space at the ends is not part of a key, as for the AWS SDKs.
     *
     * @param sessionToken of a temporary key; null or blank for one that lasts
     * @param end of a temporary key; null where it is not known
     * @param origin names the source in what is said of a broken part: {@code the system properties}
     * @throws IllegalArgumentException when a part is empty; the message is the reason
     * @throws ExplainedException when a part has a character that none has
     */
    static AwsCredentials of(
            String accessKeyId, String secretAccessKey, String sessionToken, Instant end, String origin) {
        KnownSecrets.add(secretAccessKey);
        String id = checked(accessKeyId, "access key ID", origin);
        String secret = checked(secretAccessKey, "secret access key", origin);
        if (sessionToken == null || sessionToken.isBlank()) {
            return AwsBasicCredentials.create(id, secret);
        }
        KnownSecrets.add(sessionToken);
        return AwsSessionCredentials.builder()
                .accessKeyId(id)
                .secretAccessKey(secret)
                .sessionToken(checked(sessionToken, "session token", origin))
                .expirationTime(end)
                .build();
    }

    private static String checked(String part, String name, String origin) {
        String text = part.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the " + name + " of " + origin + " is empty");
        }
        SecretText.require(text, "the " + name + " of " + origin);
        return text;
    }
}
