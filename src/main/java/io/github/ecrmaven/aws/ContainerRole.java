package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialsJson.MalformedException;
import io.github.ecrmaven.aws.MetadataRequest.Answer;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The role of a container of Amazon ECS or EKS
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
 *
 * <p>The SDK's {@code ContainerCredentialsProvider} is not used: it also sends the line break at the end of a token
 * file, and its exception quotes the token. Messages do not contain the path of the endpoint: on ECS, it is enough to
 * get the credentials.
 *
 * @param endpoint the URL of the credentials
 * @param environment the environment of the container
 */
record ContainerRole(URI endpoint, Environment environment) {
    private static final Setting RELATIVE_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
    private static final Setting FULL_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);
    private static final Setting SERVICE_ENDPOINT = Setting.of(SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT);
    private static final Setting TOKEN = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    private static final Setting TOKEN_FILE = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE);

    private static final String ECS = SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT.defaultValue();

    /** The agents of ECS and EKS, which are called without TLS. */
    private static final List<String> AGENTS = List.of("169.254.170.2", "169.254.170.23", "fd00:ec2:0:0:0:0:0:23");

    /** Timeout, attempts and pause are those of the AWS CLI. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Messages of agents are shorter; a longer one is probably the page of another server. */
    private static final int MAX_REASON_LENGTH = 300;

    /** Returns whether the environment is that of such a container. */
    static boolean isConfigured(Environment environment) {
        return RELATIVE_URI.value(environment).isPresent()
                || FULL_URI.value(environment).isPresent();
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if they are missing or not allowed; the message is the reason
     * @throws ExplainedException if a setting is not a URL or a path
     */
    static ContainerRole of(Environment environment) {
        Optional<SettingValue> path = RELATIVE_URI.read(environment);
        if (path.isPresent()) {
            String agent = SERVICE_ENDPOINT.value(environment).orElse(ECS);
            return new ContainerRole(
                    new SettingValue(agent + path.get().path(), path.get().origin()).url(), environment);
        }
        SettingValue url = FULL_URI.read(environment)
                .orElseThrow(() -> new IllegalArgumentException("neither " + RELATIVE_URI.variable() + " nor "
                        + FULL_URI.variable() + " is set; Amazon ECS and EKS set one of them in a container"));
        URI uri = url.url();
        if (!"https".equals(uri.getScheme()) && !isTrusted(uri.getHost())) {
            throw new IllegalArgumentException(url.origin() + " must be an https URL, or that of this machine"
                    + " or of an agent of Amazon ECS or EKS, but its host is " + uri.getHost());
        }
        return new ContainerRole(uri, environment);
    }

    private static boolean isTrusted(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress() && !AGENTS.contains(address.getHostAddress())) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new NoCredentialsException("no such host: " + host + ". Check " + FULL_URI.variable());
        }
    }

    /**
     * Requests the role's credentials; retries if the agent has an internal error or cannot be reached.
     *
     * @throws NoCredentialsException if the request fails
     */
    AwsCredentials credentials() {
        String failure = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                pause();
            }
            try {
                Answer answer = new MetadataRequest("GET", endpoint, headers(), TIMEOUT, TIMEOUT).send();
                if (answer.isOk()) {
                    return CredentialsJson.ofResponse(answer.body(), agent());
                }
                failure = "HTTP status " + answer.status() + " from " + agent() + reason(answer.body());
                if (!answer.isServerError()) {
                    throw new NoCredentialsException(failure);
                }
            } catch (TooMuchException e) {
                throw new NoCredentialsException(
                        agent() + " " + e.getMessage() + ", so it is not an agent of ECS or EKS");
            } catch (IOException e) {
                failure = agent() + " cannot be reached: " + SafeMessage.of(e);
            }
        }
        throw new NoCredentialsException(failure + ", after " + ATTEMPTS + " attempts. Check that the agent of"
                + " ECS or EKS is running, and the AWS_CONTAINER_CREDENTIALS_… variables");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoCredentialsException("interrupted");
        }
    }

    /** Returns the error message of the agent after a colon; empty if there is none. */
    private static String reason(String body) {
        String message;
        try {
            message = CredentialsJson.parse(body).text("message").orElse("");
        } catch (MalformedException e) {
            message = body;
        }
        String line = OutsideText.line(message);
        return line.isEmpty() || line.startsWith("<") || line.length() > MAX_REASON_LENGTH ? "" : ": " + line;
    }

    private String agent() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    private Map<String, String> headers() {
        return TOKEN_FILE
                .read(environment)
                .map(file -> new TokenFile(file).read())
                .or(() -> TOKEN.read(environment).map(token -> SecretText.token(token.text(), token.origin())))
                .map(token -> Map.of("Authorization", token))
                .orElse(Map.of());
    }

    /** Returns the endpoint without its secret path. */
    @Override
    public String toString() {
        return agent();
    }
}
