package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Containers and instances, as the SDK's providers see them. */
class CredentialEndpointsTest {
    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();

    @BeforeEach
    void start() {
        settings.set("aws.disableEc2Metadata", "false");
        settings.set("aws.ec2MetadataServiceEndpoint", aws.endpoint().toString());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anEksPodShowsTheTokenInItsFile() {
        aws.acceptToken("GetContainerCredentials", "pod identity");
        settings.set(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        settings.set(
                "aws.containerAuthorizationTokenFile",
                settings.file("eks-pod-identity-token", "pod identity").toString());

        try (var provider = ContainerCredentialsProvider.create()) {
            assertThat(provider.resolveCredentials().accessKeyId()).startsWith("ASIA");
            settings.file("eks-pod-identity-token", "another");
        }
        try (var provider = ContainerCredentialsProvider.create()) {
            assertThatThrownBy(provider::resolveCredentials).hasRootCauseMessage("Invalid authorization token");
        }
    }

    @Test
    void anInstanceHasARole() {
        AwsCredentials credentials = instance();

        try (var clients = new AwsClients(aws.endpoint(), credentials)) {
            assertThat(clients.sts().getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::123456789012:assumed-role/instance/i-0123456789abcdef0");
        }
    }

    @Test
    void anInstanceMayBeSlow() {
        aws.fail("GetMetadataToken", Fault.delay(Duration.ofMillis(300)));
        long start = System.nanoTime();

        assertThat(instance().accessKeyId()).startsWith("ASIA");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void elsewhereThereIsNoInstance() {
        aws.fail("GetMetadataToken", Fault.hangUp(), Fault.ALWAYS);
        aws.fail("GetInstanceCredentials", Fault.hangUp(), Fault.ALWAYS);

        assertThatThrownBy(this::instance)
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith("Failed to load credentials from IMDS");
    }

    @Test
    void whatIsGivenOutIsSecret() {
        AwsSessionCredentials credentials = (AwsSessionCredentials) instance();

        assertThat(aws.secrets())
                .contains(credentials.secretAccessKey(), credentials.sessionToken())
                .hasSize(3); // and the token of IMDSv2
    }

    private AwsCredentials instance() {
        try (var provider = InstanceProfileCredentialsProvider.create()) {
            return provider.resolveCredentials();
        }
    }
}
