package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsFailureKinds;
import io.github.ecrmaven.aws.AwsFailureRemedies;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.aws.AwsJson;
import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A failed request for the digest of a tag.
 *
 * @param reason what the registry answered, or why there was no answer
 * @param remedy what to do; empty if unknown
 * @param retryable whether a retry may succeed
 * @param isAboutImage whether ECR's API may know more about the reason
 * @param cause the exception; null if the registry answered
 */
record ManifestFailure(String reason, String remedy, boolean retryable, boolean isAboutImage, Throwable cause) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_QUOTE_LENGTH = 200;

    private static final Set<Integer> ABOUT_IMAGE = Set.of(
            HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND);

    private static final String REFUSED = "The registry rejected the token. If it is the password of a"
            + " settings.xml server, it may have expired; otherwise the principal needs ecr:BatchGetImage on"
            + " the repository; a repository"
            + " of another account must allow it in its policy";

    private static final Map<Integer, String> REMEDIES = Map.of(
            HttpURLConnection.HTTP_UNAUTHORIZED,
            REFUSED,
            HttpURLConnection.HTTP_FORBIDDEN,
            REFUSED,
            HttpURLConnection.HTTP_NOT_FOUND,
            "Check the tag and the repository's name, and that the image was pushed to this account and region",
            TOO_MANY_REQUESTS,
            "The registry gets too many requests: try again later");

    private static final String ANONYMOUS_REFUSED =
            "The registry does not allow anonymous access to it: check the repository's name, or lock with AWS"
                    + " credentials";

    private static final Pattern PLAIN = Pattern.compile("text/plain\\b.*");

    private record Errors(List<Entry> errors) {}

    private record Entry(String code, String message) {}

    /** Explains an answer without a digest. */
    static ManifestFailure of(Answer answer, EcrRegistry registry, boolean anonymous, AwsHttp http) {
        int status = answer.status();
        boolean retryable = status == TOO_MANY_REQUESTS || status / 100 == 5;
        if (answer.header("Docker-Distribution-Api-Version").isEmpty()
                && http.latestProxy().isPresent()) {
            return ofConnection(
                    AwsServiceException.builder()
                            .statusCode(status)
                            .awsErrorDetails(AwsErrorDetails.builder().build())
                            .build(),
                    registry,
                    retryable,
                    http);
        }
        if (answer.head().isSuccessful()) {
            return new ManifestFailure(
                    registry.host() + " answered with no manifest, but with "
                            + answer.header("Content-Type")
                                    .map(OutsideText::withoutFullStop)
                                    .orElse("nothing"),
                    "Check the registry's host, and the network for a proxy that answers in its place",
                    false,
                    false,
                    null);
        }
        String remedy = REMEDIES.getOrDefault(status, "");
        return new ManifestFailure(
                registry.host() + " says: " + message(answer),
                anonymous && remedy.equals(REFUSED) ? ANONYMOUS_REFUSED : remedy,
                retryable,
                ABOUT_IMAGE.contains(status),
                null);
    }

    /** Explains an invalid manifest. */
    static ManifestFailure of(ManifestAnswer.InvalidException invalid, EcrRegistry registry) {
        return new ManifestFailure(
                registry.host() + " " + invalid.getMessage(),
                "Its digest is not used. Check the registry's host, and the proxies between this machine and it",
                false,
                false,
                null);
    }

    /** Explains why there is no answer. */
    static ManifestFailure of(IOException failure, EcrRegistry registry, AwsHttp http) {
        boolean retryable = !(failure instanceof UnknownHostException
                || failure instanceof SSLException
                || AwsFailureKinds.isTooLong(failure));
        return ofConnection(failure, registry, retryable, http);
    }

    private static ManifestFailure ofConnection(
            Exception failure, EcrRegistry registry, boolean retryable, AwsHttp http) {
        return new ManifestFailure(
                AwsFailures.reason(failure, http),
                new AwsFailureRemedies(failure, registry, http).remedy(),
                retryable,
                false,
                failure);
    }

    /** Returns the error message of a registry, see https://distribution.github.io/distribution/spec/api/#errors. */
    private static String message(Answer answer) {
        Optional<Entry> error = error(answer);
        Optional<String> message = error.map(
                        entry -> entry.code == null ? entry.message : entry.code + ": " + entry.message)
                .or(() -> Optional.of(answer.text())
                        .filter(text -> answer.header("Content-Type")
                                .filter(type -> PLAIN.matcher(type).matches())
                                .isPresent()))
                .map(OutsideText::withoutFullStop)
                .filter(text -> !text.isEmpty());
        String status = "HTTP status " + answer.status();
        return message.map(text -> error.isPresent() ? text : status + ": " + text)
                .map(text -> OutsideText.cut(text, MAX_QUOTE_LENGTH))
                .orElse(status);
    }

    private static Optional<Entry> error(Answer answer) {
        try {
            Errors errors = AwsJson.READER.readValue(answer.text(), Errors.class);
            return errors == null || errors.errors == null
                    ? Optional.empty()
                    : errors.errors.stream()
                            .filter(error -> error != null && error.message != null)
                            .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the exception for this failure.
     *
     * @param problem why the image cannot be pulled and what to do; empty if ECR's API does not know
     */
    ExplainedException explain(EngineNames image, Optional<String> problem) {
        String advice = problem.orElse(remedy);
        return ExplainedException.environment(message(image) + (advice.isEmpty() ? "" : ". " + advice), cause);
    }

    String message(EngineNames image) {
        return "cannot find the digest of " + image.described() + ": " + reason;
    }
}
