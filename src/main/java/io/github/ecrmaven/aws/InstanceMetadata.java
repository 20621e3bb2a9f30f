package io.github.ecrmaven.aws;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Where an instance of Amazon EC2 asks for its role.
 *
 * @param endpoint of the instance metadata service
 */
record InstanceMetadata(URI endpoint) {
    /** On an instance the service is on the same machine. Where there is none, the SDK waits for two seconds. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private static final String IPV4 = "http://169.254.169.254";
    private static final String IPV6 = "http://[fd00:ec2::254]";

    static InstanceMetadata of(Profiles profiles) {
        String endpoint = setting(
                        SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT,
                        profiles,
                        ProfileProperty.EC2_METADATA_SERVICE_ENDPOINT)
                .orElseGet(() -> setting(
                                SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE,
                                profiles,
                                ProfileProperty.EC2_METADATA_SERVICE_ENDPOINT_MODE)
                        .filter("IPv6"::equalsIgnoreCase)
                        .map(mode -> IPV6)
                        .orElse(IPV4));
        return new InstanceMetadata(URI.create(endpoint));
    }

    private static Optional<String> setting(SdkSystemSetting setting, Profiles profiles, String property) {
        return Setting.of(setting).value().or(() -> profiles.property(Profiles.current(), property));
    }

    /**
     * Makes sure that something listens there, which takes half a second at most.
     *
     * @throws SdkClientException when nothing does, or the service is switched off by {@code AWS_EC2_METADATA_DISABLED}
     */
    void check() {
        if (Setting.of(SdkSystemSetting.AWS_EC2_METADATA_DISABLED)
                .value()
                .filter(Boolean::parseBoolean)
                .isPresent()) {
            throw SdkClientException.create("switched off by AWS_EC2_METADATA_DISABLED");
        }
        int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), port), (int) CONNECT_TIMEOUT.toMillis());
        } catch (IOException e) {
            throw SdkClientException.create("no instance metadata at " + endpoint);
        }
    }
}
