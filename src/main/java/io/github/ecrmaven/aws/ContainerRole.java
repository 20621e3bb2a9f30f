package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.KnownSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.internal.ContainerCredentialsRetryPolicy;
import software.amazon.awssdk.auth.credentials.internal.HttpCredentialsLoader;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.util.ResourcesEndpointProvider;
import software.amazon.awssdk.regions.util.ResourcesEndpointRetryPolicy;

/**
 * Where a container of Amazon ECS or EKS asks for its role. The SDK's own {@code ContainerCredentialsProvider} sends
 * the line break at the end of a token's file too, and quotes the token in what it says of that.
 *
 * @param environment of the container
 */
record ContainerRole(Environment environment) implements ResourcesEndpointProvider {
    private static final Setting RELATIVE_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
    private static final Setting FULL_URI = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);
    private static final Setting SERVICE_ENDPOINT = Setting.of(SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT);
    private static final Setting TOKEN = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    private static final Setting TOKEN_FILE = Setting.of(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE);

    private static final String ECS = SdkSystemSetting.AWS_CONTAINER_SERVICE_ENDPOINT.defaultValue();

    /**
     * The agents of ECS and EKS, which are spoken to without TLS, see
     * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html.
     */
    private static final List<String> AGENTS = List.of("169.254.170.2", "169.254.170.23", "fd00:ec2:0:0:0:0:0:23");

    /** What a header may hold. */
    private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7E]*");

    /**
     * Asks for the role's credentials.
     *
     * @throws IllegalArgumentException when what is configured cannot be used; the message is the reason
     */
    AwsCredentials credentials() {
        return HttpCredentialsLoader.create("ContainerCredentialsProvider")
                .loadCredentials(this)
                .getAwsCredentials();
    }

    @Override
    public URI endpoint() {
        Optional<String> relative = RELATIVE_URI.value(environment);
        if (relative.isPresent()) {
            return uri(SERVICE_ENDPOINT.value(environment).orElse(ECS) + relative.get());
        }
        URI uri = uri(FULL_URI.value(environment)
                .orElseThrow(() -> new IllegalArgumentException("neither " + RELATIVE_URI.variable() + " nor "
                        + FULL_URI.variable() + " is set, as they are in a container of Amazon ECS or EKS")));
        if (!"https".equals(uri.getScheme()) && !isTrusted(uri.getHost())) {
            throw new IllegalArgumentException(FULL_URI.variable() + " is neither an https URL, nor at this machine,"
                    + " nor at an agent of Amazon ECS or EKS: " + uri.getHost());
        }
        return uri;
    }

    /** The value is not quoted: it may hold a secret. */
    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    RELATIVE_URI.variable() + " or " + FULL_URI.variable() + " does not make a URL");
        }
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
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ResourcesEndpointRetryPolicy retryPolicy() {
        return new ContainerCredentialsRetryPolicy();
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", "ecr-maven-plugin");
        token().ifPresent(token -> headers.put("Authorization", token));
        return headers;
    }

    private Optional<String> token() {
        Optional<String> file = TOKEN_FILE.value(environment);
        Setting setting = file.isPresent() ? TOKEN_FILE : TOKEN;
        Optional<String> token =
                file.map(ContainerRole::read).or(() -> TOKEN.value(environment)).map(String::strip);
        token.ifPresent(KnownSecrets::add);
        token.filter(text -> !HEADER.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException("the token of " + setting.variable()
                    + " has characters that no token has, such as a line break: write it anew");
        });
        return token;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
