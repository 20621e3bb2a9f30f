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
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Where a container of Amazon ECS or EKS asks for its role
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html). The SDK's own
 * {@code ContainerCredentialsProvider} sends the line break at the end of a token's file too, and quotes the token in
 * what it says of that. Paths are not shown: on ECS, whoever knows one gets the credentials.
 *
 * @param endpoint to ask
 * @param environment of the container
 */
record ContainerRole(URI endpoint, Environment environment) {
    private static final Setting RELATIVE_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
    private static final Setting FULL_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);
    private static final Setting SERVICE_ENDPOINT = Setting.of(SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT);
    private static final Setting TOKEN = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    private static final Setting TOKEN_FILE = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE);

    private static final String ECS = SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT.defaultValue();

    /** The agents of ECS and EKS, which are spoken to without TLS. */
    private static final List<String> AGENTS = List.of("169.254.170.2", "169.254.170.23", "fd00:ec2:0:0:0:0:0:23");

    /** As the AWS CLI does, which tries as often and pauses as long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What an agent says is shorter; what is longer is perhaps a page of somebody else. */
    private static final int LONGEST_REASON = 300;

    /** Returns whether the build runs in such a container. */
    static boolean isConfigured(Environment environment) {
        return RELATIVE_URI.value(environment).isPresent()
                || FULL_URI.value(environment).isPresent();
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException when what is configured cannot be used; the message is the reason
     */
    static ContainerRole configured(Environment environment) {
        Optional<SettingValue> path = RELATIVE_URI.read(environment);
        if (path.isPresent()) {
            String agent = SERVICE_ENDPOINT.value(environment).orElse(ECS);
            return new ContainerRole(
                    new SettingValue(agent + path.get().path(), path.get().origin()).url(), environment);
        }
        SettingValue url = FULL_URI.read(environment)
                .orElseThrow(() -> new IllegalArgumentException("neither " + RELATIVE_URI.variable() + " nor "
                        + FULL_URI.variable() + " is set, as they are in a container of Amazon ECS or EKS"));
        URI uri = url.url();
        if (!"https".equals(uri.getScheme()) && !isTrusted(uri.getHost())) {
            throw new IllegalArgumentException(url.origin() + " is neither an https URL, nor at this machine,"
                    + " nor at an agent of Amazon ECS or EKS: " + uri.getHost());
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
     * Asks for the role's credentials, again where the agent has a problem or cannot be reached.
     *
     * @throws NoCredentialsException when it gives none
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
                    return read(answer.body());
                }
                failure = "HTTP status " + answer.status() + " of " + agent() + reason(answer.body());
                if (!answer.isServersFault()) {
                    throw new NoCredentialsException(failure);
                }
            } catch (TooMuchException e) {
                throw new NoCredentialsException(agent() + " " + e.getMessage() + ", and so is no agent of ECS or EKS");
            } catch (IOException e) {
                failure = agent() + " cannot be asked: " + SafeMessage.of(e);
            }
        }
        throw new NoCredentialsException(failure + ", at " + ATTEMPTS + " attempts. Check that the agent of ECS or EKS"
                + " runs, and what AWS_CONTAINER_CREDENTIALS_… says of it");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoCredentialsException("interrupted");
        }
    }

    private AwsCredentials read(String body) {
        try {
            return CredentialsJson.parse(body).credentials("Token", "the answer of " + agent());
        } catch (MalformedException | DateTimeException e) {
            throw new NoCredentialsException("no credentials in the answer of " + agent());
        }
    }

    /** What the agent has to say, behind a colon; it may repeat what it was sent. */
    private static String reason(String body) {
        String said;
        try {
            said = CredentialsJson.parse(body).text("message").orElse("");
        } catch (MalformedException e) {
            said = body;
        }
        String line = OutsideText.line(said);
        return line.isEmpty() || line.startsWith("<") || line.length() > LONGEST_REASON ? "" : ": " + line;
    }

    private String agent() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    private Map<String, String> headers() {
        return TOKEN_FILE
                .read(environment)
                .map(file -> new TokenFile(file.text(), file.origin()).read())
                .or(() -> TOKEN.read(environment).map(token -> TokenFile.checked(token.text(), token.origin())))
                .map(token -> Map.of("Authorization", token))
                .orElse(Map.of());
    }

    /** Returns nothing of the path. */
    @Override
    public String toString() {
        return agent();
    }
}
