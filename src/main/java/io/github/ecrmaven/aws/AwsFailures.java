package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.RootCause;
import io.github.ecrmaven.image.SafeMessage;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Explains failed calls to AWS: what failed, where, and what the other side answered. */
public final class AwsFailures {
    private static final Pattern CONNECTION = Pattern.compile("Connect to (\\S+) (?:\\[.*\\] )?failed: (.*)");
    private static final Pattern MILLIS = Pattern.compile("(\\d+) millis");

    private AwsFailures() {}

    /**
     * Explains why a configured source has no credentials.
     *
     * @param signInCommand the advice to run the command that renews these credentials; empty if there is none
     * @param http the client that AWS was called with
     */
    static ExplainedException noCredentials(
            RuntimeException failure, String source, EcrRegistry registry, String signInCommand, AwsHttp http) {
        String begin = "no AWS credentials for " + registry.host() + " from " + source + ": ";
        if (failure instanceof NoCredentialsException) {
            return ExplainedException.environment(begin + reason(failure) + sentence(signInCommand), null);
        }
        if (failure instanceof IllegalArgumentException) {
            return ExplainedException.configuration(begin + reason(failure));
        }
        var remedies = new AwsFailureRemedies(failure, registry, http);
        String remedy = remedies.isSessionExpired() && !signInCommand.isEmpty() ? signInCommand : remedies.remedy();
        // Another error of AWS STS is about the role, not about the session that it is assumed with.
        boolean isAboutRole = failure instanceof StsException;
        return ExplainedException.environment(
                begin + reason(failure, http) + sentence(remedy.isEmpty() && !isAboutRole ? signInCommand : remedy),
                failure);
    }

    /**
     * Explains that the default chain found no credentials.
     *
     * @param explicitSources the sources that were tried before the chain
     * @param profile the profile that the chain tried
     */
    static ExplainedException noneFound(
            RuntimeException failure, String explicitSources, String profile, Profiles profiles, EcrRegistry registry) {
        List<String> others = profiles.namesWithCredentials();
        return ExplainedException.environment(
                "no AWS credentials for " + registry.host() + ": tried " + explicitSources
                        + ", system properties, environment, web identity, profile '" + profile
                        + "', container, instance (" + reason(failure) + "). "
                        + (others.isEmpty()
                                ? "Create a profile with 'aws configure sso' and set AWS_PROFILE to it"
                                : "Set AWS_PROFILE or -Decr.profile to one of '" + String.join("', '", others) + "'")
                        + ", or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add a <server> with the registry's"
                        + " host as its <id> to settings.xml",
                failure);
    }

    /** Explains a failed GetAuthorizationToken. */
    public static ExplainedException noToken(
            RuntimeException failure, ResolvedCredentials credentials, EcrRegistry registry, AwsHttp http) {
        var remedies = new AwsFailureRemedies(failure, registry, http);
        String actions = registry.isPublic()
                ? "[\"ecr-public:GetAuthorizationToken\", \"sts:GetServiceBearerToken\"]"
                : "\"ecr:GetAuthorizationToken\"";
        return ExplainedException.environment(
                "no ECR authorization token for " + registry.host() + " with " + credentials.source() + ": "
                        + reason(failure, http)
                        + sentence(AwsFailureKinds.isDenied(failure) ? remedies.allow(actions) : remedies.remedy()),
                failure);
    }

    /** Explains a failed request about an image if its failure does not depend on the image. */
    public static ExplainedException noImages(RuntimeException failure, EcrRegistry registry, AwsHttp http) {
        return ExplainedException.environment(
                "cannot ask ECR for the images of " + registry.host() + ": " + reason(failure, http)
                        + sentence(new AwsFailureRemedies(failure, registry, http).remedy()),
                failure);
    }

    /** Returns what AWS answered, or a proxy in its place, or why there was no answer. */
    public static String reason(Exception failure, AwsHttp http) {
        String reason = reason(failure);
        if (AwsFailureKinds.isTooLong(RootCause.of(failure))) {
            return http.latestHost().orElse("AWS") + " " + reason
                    + http.latestProxy()
                            .map(proxy -> ", through the proxy " + proxy)
                            .orElse("");
        }
        Optional<HttpProxy> proxy = http.latestProxy();
        if (proxy.isEmpty() || AwsFailureKinds.isFromAws(failure)) {
            return reason;
        }
        String named = "the proxy " + proxy.get();
        if (failure instanceof AwsServiceException) {
            return named + " answered " + reason;
        }
        String address = proxy.get().uri().toString();
        return reason.contains(address) ? reason.replace(address, named) : reason + ", through " + named;
    }

    /** Returns the same in one line without the proxy: the error code and message of AWS, or why it did not answer. */
    public static String reason(Exception failure) {
        Integer attempts = failure instanceof SdkException sdk ? sdk.numAttempts() : null;
        return OutsideText.line(withoutAttempts(failure))
                + (attempts == null || attempts < 2 ? "" : ", after " + attempts + " attempts");
    }

    private static String withoutAttempts(Exception failure) {
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            String message = service.awsErrorDetails().errorMessage();
            return (code == null ? "HTTP status " + service.statusCode() : code)
                    + (message == null || message.isBlank() ? "" : ": " + OutsideText.withoutFullStop(message));
        }
        if (AwsFailureKinds.isTimeout(failure)) {
            return "no answer" + within(failure.getMessage());
        }
        Throwable root = RootCause.of(failure);
        if (root instanceof UnknownHostException) {
            return "no such host: " + SafeMessage.of(root);
        }
        if (root instanceof CertPathBuilderException) {
            return "the server's TLS certificate is not trusted (" + OutsideText.withoutFullStop(SafeMessage.of(root))
                    + ")";
        }
        if (AwsFailureKinds.isInvalidJson(root)) {
            return "the answer is not JSON";
        }
        if (AwsFailureKinds.isTooLong(root)) {
            return root instanceof LimitedInputStream.TooMuchException
                    ? SafeMessage.of(root)
                    : "sent too many or too long header fields (" + SafeMessage.of(root) + ")";
        }
        String line = OutsideText.withoutFullStop(SafeMessage.of(root));
        Matcher connection = CONNECTION.matcher(line);
        return connection.matches() ? "cannot connect to " + connection.group(1) + ": " + connection.group(2) : line;
    }

    /** Takes the time limit from a message of the SDK, which is about its configuration. */
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
}
