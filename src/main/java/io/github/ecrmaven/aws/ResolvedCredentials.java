package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * AWS credentials that a source leads to.
 *
 * @param source the kind of the credentials, for the log
 * @param identity differs for whoever differs; holds secrets, and so is for digests alone
 * @param lastResort whether nothing was configured, so that only the machine itself may have some
 * @param request gets them, and asks AWS if need be; fails with what the log is to say
 */
public record ResolvedCredentials(String source, String identity, boolean lastResort, Supplier<AwsCredentials> request) {
    /** Returns whether the registry is used without credentials where these give none. */
    public boolean optionalFor(EcrRegistry registry) {
        return registry.isPublic() && lastResort;
    }

    /** Returns the kind alone: the identity is secret. */
    @Override
    public String toString() {
        return source;
    }
}
