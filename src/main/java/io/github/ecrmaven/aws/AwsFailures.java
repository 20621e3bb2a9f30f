package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Says what AWS, or the way there, has against a call, and what to do. */
final class AwsFailures {
    private static final String ACCESS_DENIED = "AccessDeniedException";
    private static final String UNKNOWN_KEY =
            "AWS does not know this access key ID: check it; the key ID of a session (ASIA…) needs its session token too";
    private static final String WRONG_SECRET = "The secret access key does not belong to the access key ID: check both";
    private static final String EXPIRED =
            "The session is over: get new credentials, for a profile with 'aws sso login --profile NAME'";

    private static final Set<String> REFUSALS = Set.of(ACCESS_DENIED, "UnrecognizedClientException");

    /** What to do about an error code of ECR, STS or IAM Identity Center. */
    private static final Map<String, String> REMEDIES = Map.of(
            "UnrecognizedClientException",
            UNKNOWN_KEY,
            "InvalidClientTokenId",
            UNKNOWN_KEY,
            "InvalidSignatureException",
            WRONG_SECRET,
            "SignatureDoesNotMatch",
            WRONG_SECRET,
            "ExpiredTokenException",
            EXPIRED,
            "ExpiredToken",
            EXPIRED,
            "AccessDenied",
            "Check the role's ARN, its trust policy, and that this principal may assume it",
            "ForbiddenException",
            "Check sso_account_id and sso_role_name of the profile",
            "ThrottlingException",
            "AWS was asked too often, by this account as a whole: try again later");

    /** What to do about a text that the SDK begins with; the rest of these is a list of objects. */
    private static final Map<String, String> SDK_REMEDIES = Map.of(
            "Unable to load credentials from any of the providers",
            "The profile's credential_source has none: for Environment, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");

    /** What the SDK says of the sessions of IAM Identity Center, in the words of whoever has one. */
    private static final Map<String, String> SESSIONS = Map.of(
            "Token is expired", "its SSO session has expired",
            "Unable to load SSO token", "nobody has signed in to its SSO session yet");

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final String NETWORK = "Check the network, proxies and firewalls between here and AWS";

    /** The SDK's own name for any failure of a credential_process; what the process printed may be a secret. */
    private static final String PROCESS_FAILED = "Failed to refresh process-based credentials.";

    private static final Pattern EXIT_VALUE =
            Pattern.compile("non-zero exit value \\((\\d+)\\) with error message: (.*)", Pattern.DOTALL);

    /** What a process says of its secrets, and whatever is long enough to be one. */
    private static final Pattern SECRET = Pattern.compile(
            "((?:secret|token|password|key)\\w*\"?\\s*[=:]\\s*\"?)[^\\s\",]+"
                    + "|(?=[A-Za-z/_-]*[0-9+=])[A-Za-z0-9+/=_-]{20,}|[A-Za-z0-9+/=_-]{36,}",
            Pattern.CASE_INSENSITIVE);

    /** Lists of objects, and advice that is better given with the profile's name. */
    private static final Pattern NOISE = Pattern.compile(" (?:in the chain|To refresh this SSO session) .*");

    private AwsFailures() {}

    /**
     * A source of credentials that is configured, but gives none.
     *
     * @param signInCommand what renews these credentials, or nothing
     * @param proxy that AWS was called through
     */
    static ExplainedException noCredentials(
            RuntimeException failure, String source, String registry, String signInCommand, Optional<HttpProxy> proxy) {
        String begin = "no AWS credentials for " + registry + ": " + source + " does not work: ";
        Optional<String> process = processFailure(failure);
        if (process.isPresent()) {
            return ExplainedException.environment(begin + process.get(), null);
        }
        if (failure instanceof IllegalArgumentException) {
            return ExplainedException.configuration(begin + reason(failure));
        }
        String remedy = remedy(failure, proxy);
        return ExplainedException.environment(
                begin + reason(failure, proxy) + sentence(remedy.isEmpty() ? signInCommand : remedy), failure);
    }

    /** A call of GetAuthorizationToken that failed. */
    static ExplainedException noToken(
            RuntimeException failure, FoundCredentials credentials, EcrRegistry registry, Optional<HttpProxy> proxy) {
        String remedy = isDenied(failure)
                ? "Allow ecr:GetAuthorizationToken on resource * to this principal"
                : remedy(failure, proxy);
        return ExplainedException.environment(
                "no ECR authorization token for " + registry.host() + " with " + credentials.source() + ": "
                        + reason(failure, proxy) + sentence(remedy),
                failure);
    }

    /** A question about an image that ECR did not answer, whatever the image. */
    static ExplainedException notAsked(RuntimeException failure, EcrRegistry registry, Optional<HttpProxy> proxy) {
        return ExplainedException.environment(
                "cannot ask ECR for the images of " + registry.host() + ": " + reason(failure, proxy)
                        + sentence(remedy(failure, proxy)),
                failure);
    }

    /** No credentials where nothing was configured. */
    static ExplainedException noneFound(RuntimeException failure, String explicit, String profile, String registry) {
        return ExplainedException.environment(
                "no AWS credentials for " + registry + ": tried " + explicit
                        + ", system properties, environment, web identity, profile '" + profile
                        + "', container, instance (" + reason(failure)
                        + "). Run 'aws sso login', set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                        + " or add a <server> with the registry's host as its <id> to settings.xml",
                failure);
    }

    /** Returns whether AWS knows the principal, but does not allow it a call. */
    static boolean isDenied(RuntimeException failure) {
        return errorCode(failure).equals(ACCESS_DENIED);
    }

    /** Returns whether AWS understood a call, but does not want it from this principal. */
    static boolean isRefusal(RuntimeException failure) {
        return REFUSALS.contains(errorCode(failure));
    }

    /** What AWS said, or the proxy in its place, or what failed on the way there. */
    private static String reason(RuntimeException failure, Optional<HttpProxy> proxy) {
        String reason = reason(failure);
        if (proxy.isEmpty() || (failure instanceof AwsServiceException && !isNotOfAws(failure))) {
            return reason;
        }
        return isNotOfAws(failure)
                ? "the proxy " + proxy.get() + " answered " + reason
                : reason + ", through the proxy " + proxy.get();
    }

    private static String remedy(RuntimeException failure, Optional<HttpProxy> proxy) {
        if (proxy.isEmpty() || (failure instanceof AwsServiceException && !isNotOfAws(failure))) {
            return remedy(failure);
        }
        if (failure instanceof AwsServiceException service && service.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
            return "Give the user and password that the proxy wants: in the <proxy> of settings.xml, or as"
                    + " http://USER:PASSWORD@HOST:PORT in https_proxy";
        }
        String remedy = remedy(failure);
        return remedy.isEmpty() || remedy.equals(NETWORK) || root(failure) instanceof UnknownHostException
                ? "Check the proxy; hosts to be reached without it belong in nonProxyHosts or no_proxy"
                : remedy;
    }

    /** Every error of AWS has a code. */
    private static boolean isNotOfAws(RuntimeException failure) {
        return failure instanceof AwsServiceException service
                && (service.awsErrorDetails() == null
                        || service.awsErrorDetails().errorCode() == null);
    }

    /** What the other side said, with the error code of AWS where it is one, in one line. */
    static String reason(RuntimeException failure) {
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
        if (root instanceof NoSuchFileException) {
            return "no such file: " + root.getMessage();
        }
        if (isNoJson(root)) {
            return "the answer is not JSON";
        }
        String said = oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
        return SESSIONS.getOrDefault(said, said);
    }

    private static String remedy(RuntimeException failure) {
        Throwable root = root(failure);
        if (root instanceof UnknownHostException) {
            return "Check the region in the registry's host, and the network";
        }
        if (isNoJson(root)) {
            return "Check the endpoint, and the network for a proxy that answers in place of AWS";
        }
        if (root instanceof CertPathBuilderException || root instanceof SSLPeerUnverifiedException) {
            return "If a proxy or firewall here shows certificates of its own, set AWS_CA_BUNDLE to a file with the"
                    + " certificate of its authority (PEM), or add it to Java's trust store";
        }
        return failure instanceof ApiCallTimeoutException
                ? NETWORK
                : REMEDIES.getOrDefault(errorCode(failure), SDK_REMEDIES.getOrDefault(reason(failure), ""));
    }

    private static String errorCode(RuntimeException failure) {
        return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? String.valueOf(service.awsErrorDetails().errorCode())
                : "";
    }

    private static Optional<String> processFailure(RuntimeException failure) {
        List<String> messages =
                causes(failure).map(Throwable::getMessage).map(String::valueOf).toList();
        if (!messages.contains(PROCESS_FAILED)) {
            return Optional.empty();
        }
        return Optional.of(messages.stream()
                        .map(EXIT_VALUE::matcher)
                        .filter(matcher -> matcher.find())
                        .map(matcher -> "its credential_process failed with exit status " + matcher.group(1)
                                + (matcher.group(2).isBlank() ? "" : ": " + withoutSecrets(matcher.group(2))))
                        .findFirst()
                        .orElse(
                                "its credential_process did not print a JSON object with \"Version\": 1, AccessKeyId and"
                                        + " SecretAccessKey")
                + ". Run the command by hand to see what it says");
    }

    private static String withoutSecrets(String text) {
        return oneLine(SECRET.matcher(text)
                .replaceAll(match ->
                        (match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1))) + "(hidden)"));
    }

    /** Whether the SDK failed to parse an answer; the exceptions of its own JSON parser are not for others to use. */
    private static boolean isNoJson(Throwable root) {
        return root.getClass().getSimpleName().startsWith("Json");
    }

    private static Throwable root(Throwable failure) {
        return causes(failure).reduce(failure, (outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String sentence(String remedy) {
        return remedy.isEmpty() ? "" : ". " + remedy;
    }

    private static String oneLine(String text) {
        return NOISE.matcher(text.strip().replaceAll("\\s+", " "))
                .replaceFirst("")
                .replaceAll("\\.$", "");
    }
}
