package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what AWS, or the way there, has against a call; what to do about it is for {@link AwsRemedies}. */
public final class AwsFailures {

    /** Lists of objects, and advice that is better given with the profile's name. */
    private static final Pattern NOISE = Pattern.compile(
            " (?:in the chain|To refresh this SSO session|You must re-authenticate|Please reauthenticate).*");

    private static final Pattern CONNECTION = Pattern.compile("Connect to (\\S+) (?:\\[.*\\] )?failed: (.*)");
    private static final Pattern MILLIS = Pattern.compile("(\\d+) millis");

    private AwsFailures() {}

    /**
     * A source of credentials that is configured, but gives none.
     *
     * @param signInCommand what renews these credentials, or nothing
     * @param http that AWS was called with
     */
    static ExplainedException noCredentials(
            RuntimeException failure, String source, EcrRegistry registry, String signInCommand, AwsHttp http) {
        String begin = "no AWS credentials for " + registry.host() + " from " + source + ": ";
        if (failure instanceof NoCredentialsException) {
            return ExplainedException.environment(begin + reason(failure), null);
        }
        if (failure instanceof IllegalArgumentException) {
            return ExplainedException.configuration(begin + reason(failure));
        }
        var remedies = new AwsRemedies(failure, registry, http);
        String remedy = remedies.isSessionOver() && !signInCommand.isEmpty() ? signInCommand : remedies.remedy();
        return ExplainedException.environment(
                begin + reason(failure, http) + sentence(remedy.isEmpty() ? signInCommand : remedy), failure);
    }

    /** A call of GetAuthorizationToken that failed. */
    public static ExplainedException noToken(
            RuntimeException failure, ResolvedCredentials credentials, EcrRegistry registry, AwsHttp http) {
        var remedies = new AwsRemedies(failure, registry, http);
        return ExplainedException.environment(
                "no ECR authorization token for " + registry.host() + " with " + credentials.source() + ": "
                        + reason(failure, http)
                        + sentence(
                                AwsErrors.isDenied(failure)
                                        ? remedies.allow(
                                                registry.isPublic()
                                                        ? "[\"ecr-public:GetAuthorizationToken\","
                                                                + " \"sts:GetServiceBearerToken\"]"
                                                        : "\"ecr:GetAuthorizationToken\"")
                                        : remedies.remedy()),
                failure);
    }

    /** A question about an image that ECR did not answer, whatever the image. */
    public static ExplainedException notAsked(RuntimeException failure, EcrRegistry registry, AwsHttp http) {
        return ExplainedException.environment(
                "cannot ask ECR for the images of " + registry.host() + ": " + reason(failure, http)
                        + sentence(new AwsRemedies(failure, registry, http).remedy()),
                failure);
    }

    /**
     * No credentials where nothing was configured.
     *
     * @param explicit what had been looked at before
     * @param profile that was looked for
     */
    static ExplainedException noneFound(
            RuntimeException failure, String explicit, String profile, Profiles profiles, EcrRegistry registry) {
        List<String> others = profiles.namesToSignInWith();
        return ExplainedException.environment(
                "no AWS credentials for " + registry.host() + ": tried " + explicit
                        + ", system properties, environment, web identity, profile '" + profile
                        + "', container, instance (" + reason(failure) + "). "
                        + (others.isEmpty()
                                ? "Make a profile by 'aws configure sso' and set AWS_PROFILE to it"
                                : "Set AWS_PROFILE or -Decr.profile to one of '" + String.join("', '", others) + "'")
                        + ", or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add a <server> with the registry's"
                        + " host as its <id> to settings.xml",
                failure);
    }

    /** What AWS said, or the proxy in its place, or what failed on the way there. */
    public static String reason(RuntimeException failure, AwsHttp http) {
        if (AwsErrors.isTooMuch(AwsErrors.root(failure))) {
            return http.latestHost().orElse("AWS") + " " + reason(failure)
                    + http.latestProxy()
                            .map(proxy -> ", through the proxy " + proxy)
                            .orElse("");
        }
        Optional<HttpProxy> proxy = http.latestProxy();
        if (proxy.isEmpty() || AwsErrors.isOfAws(failure)) {
            return reason(failure);
        }
        String named = "the proxy " + proxy.get();
        if (failure instanceof AwsServiceException) {
            return named + " answered " + reason(failure);
        }
        String address = proxy.get().uri().toString();
        return reason(failure).contains(address)
                ? reason(failure).replace(address, named)
                : reason(failure) + ", through " + named;
    }

    /** What the other side said, with the error code of AWS where it is one, in one line. */
    public static String reason(RuntimeException failure) {
        Integer attempts = failure instanceof SdkException sdk ? sdk.numAttempts() : null;
        return OutsideText.line(said(failure))
                + (attempts == null || attempts < 2 ? "" : ", at " + attempts + " attempts");
    }

    private static String said(RuntimeException failure) {
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            String message = service.awsErrorDetails().errorMessage();
            return (code == null ? "HTTP status " + service.statusCode() : code)
                    + (message == null || message.isBlank() ? "" : ": " + oneLine(message));
        }
        if (failure instanceof ApiCallTimeoutException) {
            return "no answer" + within(failure.getMessage());
        }
        Throwable root = AwsErrors.root(failure);
        if (root instanceof UnknownHostException) {
            return "no such host: " + SafeMessage.of(root);
        }
        if (root instanceof NoSuchFileException) {
            return "no such file: " + SafeMessage.of(root);
        }
        if (root instanceof CertPathBuilderException) {
            return "the TLS certificate shown is not trusted (" + oneLine(SafeMessage.of(root)) + ")";
        }
        if (AwsErrors.isNoJson(root)) {
            return "the answer is not JSON";
        }
        if (AwsErrors.isTooMuch(root)) {
            return root instanceof LimitedInputStream.TooMuchException
                    ? SafeMessage.of(root)
                    : "sent more header fields, or a longer one, than HTTP needs (" + SafeMessage.of(root) + ")";
        }
        String line = oneLine(SdkMessage.of(root));
        Matcher connection = CONNECTION.matcher(line);
        return connection.matches() ? "cannot connect to " + connection.group(1) + ": " + connection.group(2) : line;
    }

    /** How long the SDK waited; its own words are about its configuration. */
    private static String within(String message) {
        Matcher millis = MILLIS.matcher(String.valueOf(message));
        return millis.find()
                ? " within "
                        + String.valueOf(Long.parseLong(millis.group(1)) / 1e3).replaceFirst("\\.0$", "") + " s"
                : "";
    }

    private static String sentence(String remedy) {
        return remedy.isEmpty() ? "" : ". " + remedy;
    }

    public static String oneLine(String text) {
        return NOISE.matcher(OutsideText.line(text)).replaceFirst("").replaceAll("\\.$", "");
    }
}
