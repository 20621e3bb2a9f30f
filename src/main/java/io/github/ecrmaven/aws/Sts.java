package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.KnownSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * AWS STS of a region.
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

    /**
     * Assumes a role with the token of an identity provider.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    AwsCredentials assumeWithWebIdentity(Role role, Path tokenFile) {
        String token;
        try {
            token = Files.readString(tokenFile).strip();
            KnownSecrets.add(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }
}
