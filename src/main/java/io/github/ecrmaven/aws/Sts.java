package io.github.ecrmaven.aws;

import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * AWS STS of a region. It is called directly, for the SDK's own providers keep a client open and renew credentials by a
 * rule of their own, where {@link AwsSession} renews those of every source by one.
 *
 * @param client makes a client that signs with these credentials
 */
record Sts(Function<AwsCredentialsProvider, StsClient> client) {
    /** Assumes a role with the credentials of somebody who may. */
    AwsCredentials assume(Role role, AwsCredentials source) {
        try (StsClient sts = client.apply(StaticCredentialsProvider.create(source))) {
            return session(sts.assumeRole(request -> request.roleArn(role.arn())
                            .roleSessionName(role.session())
                            .externalId(role.externalId())
                            .durationSeconds(role.durationSeconds()))
                    .credentials());
        }
    }

    /** Assumes a role with the token of an identity provider. */
    AwsCredentials assumeWithWebIdentity(Role role, TokenFile tokenFile) {
        String token = tokenFile.read();
        try (StsClient sts = client.apply(AnonymousCredentialsProvider.create())) {
            return session(sts.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn())
                            .roleSessionName(role.session())
                            .webIdentityToken(token)
                            .durationSeconds(role.durationSeconds()))
                    .credentials());
        }
    }

    /** Asks whose credentials these are. */
    GetCallerIdentityResponse callerIdentity(AwsCredentials credentials) {
        try (StsClient sts = client.apply(StaticCredentialsProvider.create(credentials))) {
            return sts.getCallerIdentity();
        }
    }

    private static AwsCredentials session(Credentials credentials) {
        return CheckedCredentials.of(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken(),
                credentials.expiration(),
                "AWS STS");
    }
}
