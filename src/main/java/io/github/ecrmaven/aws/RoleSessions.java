package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;

/**
 * Assumes roles. The credentials of a role carry their expiry, and {@link AwsSession} requests them again before it.
 *
 * @param clients creates the client of AWS STS
 * @param registry the registry that the credentials are for: STS is called in its region, and so in its partition
 */
record RoleSessions(AwsClients clients, EcrRegistry registry) {
    private static final String ORIGIN = "AWS STS";

    /** Assumes a role with the credentials of a principal that is allowed to. */
    AwsCredentials assume(Role role, AwsCredentials principal) {
        try (StsClient sts = clients.sts(registry, StaticCredentialsProvider.create(principal));
                var provider = StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(request -> request.roleArn(role.arn())
                                .roleSessionName(role.sessionName())
                                .externalId(role.externalId())
                                .durationSeconds(role.durationSeconds()))
                        .build()) {
            return CheckedCredentials.of(provider.resolveCredentials(), ORIGIN);
        }
    }

    /**
     * Assumes a role with the token of an identity provider.
     *
     * @throws NoCredentialsException if the token cannot be read, or has expired
     */
    AwsCredentials assumeWithWebIdentity(Role role, TokenFile tokenFile) {
        String token = tokenFile.read();
        try (StsClient sts = clients.sts(registry, AnonymousCredentialsProvider.create());
                var provider = StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(request -> request.roleArn(role.arn())
                                .roleSessionName(role.sessionName())
                                .webIdentityToken(token)
                                .durationSeconds(role.durationSeconds()))
                        .build()) {
            return CheckedCredentials.of(provider.resolveCredentials(), ORIGIN);
        } catch (ExpiredTokenException e) {
            throw new NoCredentialsException(AwsFailures.reason(e) + ". The token in " + tokenFile
                    + " has expired: whatever writes this file must write a new one; in CI, request the token later, or"
                    + " with a longer lifetime");
        }
    }
}
