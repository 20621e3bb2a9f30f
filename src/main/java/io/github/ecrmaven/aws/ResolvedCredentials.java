package io.github.ecrmaven.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * The credentials of a source, which are requested only when they are needed.
 *
 * @param source the kind of the credentials, for the log
 * @param identity a text that is different for each principal; it contains secrets, so that only its digest may be kept
 * @param lastResort whether no credentials are configured, so that only the role of an EC2 instance is left to try
 * @param request returns the credentials; throws an ExplainedException if there are none
 */
public record ResolvedCredentials(
        String source, String identity, boolean lastResort, Supplier<AwsCredentials> request) {
    /** Returns only the kind, as the identity is secret. */
    @Override
    public String toString() {
        return source;
    }
}
