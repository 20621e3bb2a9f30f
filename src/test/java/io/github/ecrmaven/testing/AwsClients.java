package io.github.ecrmaven.testing;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The SDK's own clients of somebody, for the tests of the stand-ins. */
final class AwsClients implements AutoCloseable {
    private final SdkHttpClient http = Apache5HttpClient.create();
    private final EcrClient ecr;
    private final StsClient sts;

    AwsClients(URI endpoint, String accessKeyId, String secretAccessKey) {
        this(endpoint, AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    }

    AwsClients(URI endpoint, Credentials credentials) {
        this(
                endpoint,
                AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()));
    }

    AwsClients(URI endpoint, AwsCredentials credentials) {
        ecr = of(EcrClient.builder().httpClient(http), endpoint, credentials);
        sts = of(StsClient.builder().httpClient(http), endpoint, credentials);
    }

    private static <B extends AwsClientBuilder<B, C>, C> C of(B builder, URI endpoint, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    EcrClient ecr() {
        return ecr;
    }

    StsClient sts() {
        return sts;
    }

    @Override
    public void close() {
        ecr.close();
        sts.close();
        http.close();
    }
}
