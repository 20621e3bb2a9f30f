package io.github.ecrmaven.aws;

/**
 * Who signs in to a registry.
 *
 * @param source the kind of the credentials, as the log names it
 * @param arn of the user or role; null where unknown
 * @param account of the user or role; null where unknown
 * @param unknown why they are unknown; null where they are known
 */
public record Caller(String source, String arn, String account, String unknown) {
    static Caller known(String source, String arn, String account) {
        return new Caller(source, arn, account, null);
    }

    static Caller unknown(String source, String reason) {
        return new Caller(source, null, null, reason);
    }
}
