package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks AWS STS which principal signs in to a registry. */
public final class CallerLookup {
    private final AwsSession session;

    /** Prepares requests; sends none yet. */
    public CallerLookup(AwsSession session) {
        this.session = session;
    }

    /**
     * Returns the principal. Pulls do not need STS, so that a failure of this request is only its reason to be unknown.
     *
     * @throws ExplainedException if there are no credentials
     */
    public Caller caller(EcrRegistry registry) {
        RegistryAccess configured = session.access(registry);
        if (configured.source() instanceof EcrToken token) {
            return Caller.unknown(token.toString(), "an ECR token does not say whose it is");
        }
        RegistryAccess access = session.withRegion(configured);
        ResolvedCredentials resolved = session.resolve(access);
        Optional<AwsCredentials> credentials = session.credentialsIfAny(resolved, access.registry());
        if (credentials.isEmpty()) {
            return Caller.unknown("none", "no AWS credentials found, and " + registry.host() + " needs none");
        }
        try {
            return caller(resolved.source(), access, credentials.get());
        } catch (ExplainedException e) {
            return Caller.unknown(resolved.source(), e.getMessage());
        } catch (RuntimeException e) {
            return Caller.unknown(resolved.source(), AwsFailures.reason(e));
        }
    }

    private Caller caller(String source, RegistryAccess access, AwsCredentials credentials) {
        try (StsClient sts =
                session.clients(access).sts(access.registry(), StaticCredentialsProvider.create(credentials))) {
            GetCallerIdentityResponse identity = sts.getCallerIdentity();
            return Caller.known(source, OutsideText.line(identity.arn()), OutsideText.line(identity.account()));
        }
    }
}
