package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.UnknownHostException;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Says what AWS, or the way there, has against a call, and what to do. */
final class AwsFailures {
    private static final String EXPIRED =
            "The session is over: get new credentials, for a profile with 'aws sso login --profile NAME'";

    /** What to do about an error code of AWS. */
    private static final Map<String, String> REMEDIES = Map.of(
            "UnrecognizedClientException",
            "AWS does not know this access key ID: check it; the key ID of a session (ASIA…) needs its session token too",
            "InvalidSignatureException",
            "The secret access key does not belong to the access key ID: check both",
            "ExpiredTokenException",
            EXPIRED,
            "RequestExpired",
            EXPIRED,
            "AccessDeniedException",
            "Allow ecr:GetAuthorizationToken on resource * to this principal",
            "ThrottlingException",
            "AWS was asked too often, by this account as a whole: try again later");

    private AwsFailures() {}

    /** A source of credentials that is configured, but gives none. */
    static ExplainedException noCredentials(Exception failure, String source, String registry) {
        return ExplainedException.environment(
                "no AWS credentials for " + registry + ": " + source + " does not work: " + reason(failure)
                        + remedy(failure),
                failure);
    }

    /** A call of GetAuthorizationToken that failed. */
    static ExplainedException noToken(Exception failure, FoundCredentials credentials, EcrRegistry registry) {
        return ExplainedException.environment(
                "no ECR authorization token for " + registry.host() + " with " + credentials.source() + ": "
                        + reason(failure) + remedy(failure),
                failure);
    }

    /** What the other side said, with the error code of AWS where it is one, in one line. */
    static String reason(Exception failure) {
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            String message = service.awsErrorDetails().errorMessage();
            return (code == null ? "HTTP status " + service.statusCode() : code)
                    + (message == null || message.isBlank() ? "" : ": " + oneLine(message));
        }
        Throwable root = root(failure);
        if (root instanceof UnknownHostException) {
            return "no such host: " + root.getMessage();
        }
        return oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    private static String remedy(Exception failure) {
        String remedy = "";
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            remedy = REMEDIES.getOrDefault(
                    String.valueOf(service.awsErrorDetails().errorCode()), "");
        } else if (root(failure) instanceof UnknownHostException) {
            remedy = "Check the region in the registry's host, and the network";
        } else if (failure instanceof ApiCallTimeoutException) {
            remedy = "Check the network, proxies and firewalls between here and AWS";
        }
        return remedy.isEmpty() ? "" : ". " + remedy;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}
