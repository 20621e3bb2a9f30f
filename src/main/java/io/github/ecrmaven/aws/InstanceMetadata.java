package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.MetadataRequest.Answer;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The instance metadata service of Amazon EC2, which has the credentials of an instance's role
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html).
 *
 * <p>The SDK's {@code InstanceProfileCredentialsProvider} is not used: it waits for seconds on other machines, and
 * fails for settings that are set to an empty text.
 *
 * @param endpoint the URL of the service
 * @param timeout the limit of an answer
 * @param secureOnly whether requests without a session token (IMDSv1) are forbidden
 */
record InstanceMetadata(URI endpoint, Duration timeout, boolean secureOnly) {
    /** Short, as on an instance the service is on the same machine. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final URI IPV4 = URI.create("http://169.254.169.254");
    private static final Map<String, URI> ENDPOINTS =
            new TreeMap<>(Map.of("IPv4", IPV4, "IPv6", URI.create("http://[fd00:ec2::254]")));
    private static final String TOKEN = "/latest/api/token";
    private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    /** The name of a role, see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html. */
    private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]{1,128}");

    /**
     * A session with the service.
     *
     * @param headers with the token of the session; empty if there is none
     * @param unauthorized why there is none, as the end of a message; empty if there is one
     */
    private record Session(Map<String, String> headers, String unauthorized) {
        /** Returns no headers, as the token is secret. */
        @Override
        public String toString() {
            return "session";
        }
    }

    /**
     * Reads the settings.
     *
     * @throws NoCredentialsException if the service is switched off by {@code AWS_EC2_METADATA_DISABLED}
     * @throws ExplainedException if the value of a setting is invalid
     */
    static InstanceMetadata of(Profiles profiles) {
        if (Setting.of(SdkSystemSetting.AWS_EC2_METADATA_DISABLED)
                .read(profiles.environment())
                .filter(SettingValue::isTrue)
                .isPresent()) {
            throw new NoCredentialsException("switched off by AWS_EC2_METADATA_DISABLED");
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
                        .map(SettingValue::isTrue)
                        .orElse(false));
    }

    private static Optional<SettingValue> setting(SdkSystemSetting setting, Profiles profiles, String property) {
        return profiles.setting(setting, profiles.current(), property);
    }

    /**
     * Requests the credentials of the instance's role.
     *
     * @throws NoCredentialsException if the service does not answer, or not with credentials
     */
    AwsCredentials credentials() {
        Session session = session();
        String role = get(ROLES, session).strip();
        if (!ROLE.matcher(role).matches()) {
            throw new NoCredentialsException("no role name in the response from " + endpoint + ROLES);
        }
        return CredentialsJson.ofResponse(get(ROLES + role, session), endpoint + ROLES + role);
    }

    /** Requests a session token (IMDSv2); without one, requests are sent without a session (IMDSv1). */
    private Session session() {
        try {
            String token = send("PUT", TOKEN, Map.of(TOKEN_HEADER + "-ttl-seconds", "300"), "");
            return new Session(
                    Map.of(TOKEN_HEADER, SecretText.token(token, "the response from " + endpoint + TOKEN)), "");
        } catch (ConnectException | NoRouteToHostException e) {
            throw new NoCredentialsException("no instance metadata at " + endpoint);
        } catch (IOException e) {
            if (secureOnly) {
                throw new NoCredentialsException(
                        SafeMessage.of(e) + ", and version 1 of instance metadata is switched off");
            }
            return new Session(
                    Map.of(),
                    ", which requires a session token: " + SafeMessage.of(e)
                            + "; in a container, raise the instance's metadata hop limit to 2");
        }
    }

    private String get(String path, Session session) {
        try {
            return send("GET", path, session.headers(), session.unauthorized());
        } catch (IOException e) {
            throw new NoCredentialsException(SafeMessage.of(e));
        }
    }

    /** Sends a request; the message of a response with status 401 ends with {@code unauthorized}. */
    private String send(String method, String path, Map<String, String> headers, String unauthorized)
            throws IOException {
        URI uri = endpoint.resolve(path);
        try {
            Answer answer = new MetadataRequest(method, uri, headers, CONNECT_TIMEOUT, timeout).send();
            if (!answer.isOk()) {
                boolean isUnauthorized = answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED;
                throw new IOException(answer + " from " + endpoint + path + (isUnauthorized ? unauthorized : ""));
            }
            return answer.body();
        } catch (TooMuchException e) {
            throw new IOException(endpoint + path + " " + e.getMessage());
        } catch (SocketTimeoutException e) {
            throw new IOException(SafeMessage.of(e) + " from " + endpoint + path);
        }
    }
}
