package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Assumes roles.
 *
 * <p>It calls AWS STS without the SDK's {@code StsAssumeRoleCredentialsProvider}, which needs more code than the call
 * and would renew credentials by a second rule beside that of {@link AwsSession}.
 *
 * @param clients creates the client of AWS STS
 * @param registry the registry that the credentials are for: STS is called in its region, and so in its partition
 */
record RoleSessions(AwsClients clients, EcrRegistry registry) {
    /** Assumes a role with the credentials of a principal that is allowed to. */
    AwsCredentials assume(Role role, AwsCredentials principal) {
        try (StsClient sts = clients.sts(registry, StaticCredentialsProvider.create(principal))) {
            return checked(sts.assumeRole(request -> request.roleArn(role.arn())
                            .roleSessionName(role.sessionName())
                            .externalId(role.externalId())
                            .durationSeconds(role.durationSeconds()))
                    .credentials());
        }
    }

    /** Assumes a role with the token of an identity provider. */
    AwsCredentials assumeWithWebIdentity(Role role, TokenFile tokenFile) {
        String token = tokenFile.read();
        try (StsClient sts = clients.sts(registry, AnonymousCredentialsProvider.create())) {
            return checked(sts.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn())
                            .roleSessionName(role.sessionName())
                            .webIdentityToken(token)
                            .durationSeconds(role.durationSeconds()))
                    .credentials());
        }
    }

    private static AwsCredentials checked(Credentials credentials) {
        return CheckedCredentials.of(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken(),
                credentials.expiration(),
                "AWS STS");
    }
}
