package io.github.ecrmaven.aws;

/**
 * The principal that signs in to a registry.
 *
 * @param source the kind of the credentials, as the log names it
 * @param arn the ARN of the user or role; null if unknown
 * @param account the account ID of the user or role; null if unknown
 * @param unknownReason why they are unknown; null if they are known
 */
public record Caller(String source, String arn, String account, String unknownReason) {
    static Caller known(String source, String arn, String account) {
        return new Caller(source, arn, account, null);
    }

    static Caller unknown(String source, String reason) {
        return new Caller(source, null, null, reason);
    }
}
