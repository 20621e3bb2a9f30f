package io.github.ecrmaven.aws;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Where an instance of Amazon EC2 asks for its role
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html). The SDK would wait
 * for seconds where there is none, and stumbles over settings that are set to nothing.
 *
 * @param endpoint of the instance metadata service
 * @param timeout for each step of a request
 * @param secureOnly whether to ask only with a session token (IMDSv2)
 */
record InstanceMetadata(URI endpoint, Duration timeout, boolean secureOnly) {
    /** On an instance the service is on the same machine. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final URI IPV4 = URI.create("http://169.254.169.254");
    private static final Map<String, URI> ENDPOINTS =
            new TreeMap<>(Map.of("IPv4", IPV4, "IPv6", URI.create("http://[fd00:ec2::254]")));
    private static final String TOKEN = "/latest/api/token";
    private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    /** The answer is small; whatever listens there may not be the service. */
    private static final int LONGEST_ANSWER = 1 << 16;

    /**
     * Reads the settings.
     *
     * @throws SdkClientException when the service is switched off by {@code AWS_EC2_METADATA_DISABLED}
     * @throws ExplainedException when a setting has no such value
     */
    static InstanceMetadata of(Profiles profiles) {
        if (Setting.of(SdkSystemSetting.AWS_EC2_METADATA_DISABLED)
                .read(profiles.environment())
                .filter(SettingValue::isOn)
                .isPresent()) {
            throw SdkClientException.create("switched off by AWS_EC2_METADATA_DISABLED");
        }
        URI endpoint = setting(
                        SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT,
                        profiles,
                        ProfileProperty.EC2_METADATA_SERVICE_ENDPOINT)
                .map(SettingValue::url)
                .orElseGet(() -> setting(
                                SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE,
                                profiles,
                                ProfileProperty.EC2_METADATA_SERVICE_ENDPOINT_MODE)
                        .map(mode -> ENDPOINTS.get(mode.oneOf(ENDPOINTS.keySet())))
                        .orElse(IPV4));
        return new InstanceMetadata(
                endpoint,
                setting(
                                SdkSystemSetting.AWS_METADATA_SERVICE_TIMEOUT,
                                profiles,
                                ProfileProperty.METADATA_SERVICE_TIMEOUT)
                        .map(SettingValue::seconds)
                        .orElse(TIMEOUT),
                setting(
                                SdkSystemSetting.AWS_EC2_METADATA_V1_DISABLED,
                                profiles,
                                ProfileProperty.EC2_METADATA_V1_DISABLED)
                        .map(SettingValue::isOn)
                        .orElse(false));
    }

    private static Optional<SettingValue> setting(SdkSystemSetting setting, Profiles profiles, String property) {
        return Setting.of(setting)
                .read(profiles.environment())
                .or(() -> profiles.setting(profiles.current(), property));
    }

    /**
     * Asks for the credentials of the instance's role.
     *
     * @throws SdkClientException when nothing answers there, or not with credentials
     */
    AwsCredentials credentials() {
        Map<String, String> headers =
                token().map(token -> Map.of(TOKEN_HEADER, token)).orElse(Map.of());
        String role = get(ROLES, headers).strip();
        String answer = get(ROLES + role, headers);
        try {
            JsonObject credentials = JsonParser.parseString(answer).getAsJsonObject();
            return AwsSessionCredentials.builder()
                    .accessKeyId(credentials.get("AccessKeyId").getAsString())
                    .secretAccessKey(credentials.get("SecretAccessKey").getAsString())
                    .sessionToken(credentials.get("Token").getAsString())
                    .expirationTime(Instant.parse(credentials.get("Expiration").getAsString()))
                    .build();
        } catch (JsonParseException | IllegalStateException | NullPointerException | DateTimeException e) {
            throw SdkClientException.create("no credentials in the answer of " + endpoint + ROLES + role);
        }
    }

    /** Asks for the session token of version 2, which version 1 does not have. */
    private Optional<String> token() {
        try {
            return Optional.of(ask("PUT", TOKEN, Map.of(TOKEN_HEADER + "-ttl-seconds", "300")));
        } catch (ConnectException | NoRouteToHostException e) {
            throw SdkClientException.create("no instance metadata at " + endpoint);
        } catch (IOException e) {
            if (secureOnly) {
                throw SdkClientException.create(
                        SafeMessage.of(e) + ", and version 1 of instance metadata is switched off");
            }
            return Optional.empty();
        }
    }

    private String get(String path, Map<String, String> headers) {
        try {
            return ask("GET", path, headers);
        } catch (IOException e) {
            throw SdkClientException.create(SafeMessage.of(e));
        }
    }

    private String ask(String method, String path, Map<String, String> headers) throws IOException {
        var connection = (HttpURLConnection) endpoint.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            headers.forEach(connection::setRequestProperty);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + connection.getResponseCode() + " of " + endpoint + path);
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            }
        } catch (SocketTimeoutException e) {
            throw SafeMessage.of(e).startsWith("Connect")
                    ? new ConnectException(SafeMessage.of(e))
                    : new IOException("no answer of " + endpoint + path);
        } finally {
            connection.disconnect();
        }
    }
}
