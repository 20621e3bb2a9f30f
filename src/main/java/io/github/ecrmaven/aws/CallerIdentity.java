package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Asks AWS STS whose credentials those for a registry are. */
public final class CallerIdentity {
    private final Aws aws;

    /** Prepares asking; asks nothing yet. */
    public CallerIdentity(Aws aws) {
        this.aws = aws;
    }

    /**
     * Returns who signs in to a registry. No pull needs STS: where it does not answer, only that is said.
     *
     * @throws ExplainedException when there are no credentials
     */
    public Caller caller(EcrRegistry registry) {
        RegistryAccess access = aws.access(registry);
        if (access.source() instanceof EcrToken token) {
            return Caller.unknown(token.toString(), "a ready ECR token does not say whose it is");
        }
        AwsSession session = aws.session();
        RegistryAccess located = session.located(access);
        ResolvedCredentials found = session.find(located);
        AwsCredentials keys;
        try {
            keys = session.keys(found, located.registry());
        } catch (ExplainedException e) {
            if (found.optionalFor(registry)) {
                return Caller.unknown("none", "no AWS credentials found, and " + registry.host() + " needs none");
            }
            throw e;
        }
        try {
            var identity = session.clients(located).sts(located.registry()).callerIdentity(keys);
            return Caller.known(found.source(), OutsideText.line(identity.arn()), OutsideText.line(identity.account()));
        } catch (ExplainedException e) {
            return Caller.unknown(found.source(), e.getMessage());
        } catch (RuntimeException e) {
            return Caller.unknown(found.source(), AwsFailures.reason(e));
        }
    }
}
