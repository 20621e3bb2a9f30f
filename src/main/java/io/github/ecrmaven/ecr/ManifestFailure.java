package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsErrors;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.aws.AwsJson;
import io.github.ecrmaven.aws.AwsRemedies;
import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * A digest that a registry does not tell.
 *
 * @param said what the registry said, or what failed on the way there
 * @param remedy what to do; empty where nothing is known
 * @param retryable whether it may be another time
 * @param mayBeOfImage whether ECR's API may know more of it
 * @param cause null where the registry answered
 */
record ManifestFailure(String said, String remedy, boolean retryable, boolean mayBeOfImage, Throwable cause) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_QUOTE = 200;

    private static final Set<Integer> OF_IMAGE = Set.of(
            HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND);

    private static final String REFUSED = "The registry did not take the token. If it is the password of a settings.xml"
            + " server, it may have expired; else the principal needs ecr:BatchGetImage on the repository; a repository"
            + " of another account must allow it in its policy";

    private static final Map<Integer, String> REMEDIES = Map.of(
            HttpURLConnection.HTTP_UNAUTHORIZED,
            REFUSED,
            HttpURLConnection.HTTP_FORBIDDEN,
            REFUSED,
            HttpURLConnection.HTTP_NOT_FOUND,
            "Check the tag and the repository's name, and that the image was pushed to this account and region",
            TOO_MANY_REQUESTS,
            "The registry is asked too often: try again later");

    private static final String NOT_FOR_EVERYONE =
            "The registry does not give it to everyone: check the repository's name, or lock with AWS credentials";

    private static final Pattern PLAIN = Pattern.compile("text/plain\\b.*");

    private record Errors(List<Entry> errors) {}

    private record Entry(String code, String message) {}

    /** An answer without a digest. */
    static ManifestFailure of(Answer answer, EcrRegistry registry, boolean anonymous, AwsHttp http) {
        int status = answer.status();
        boolean retryable = status == TOO_MANY_REQUESTS || status / 100 == 5;
        if (answer.header("Docker-Distribution-Api-Version").isEmpty()
                && http.latestProxy().isPresent()) {
            return ofTheWay(
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
                                    .map(AwsFailures::oneLine)
                                    .orElse("nothing"),
                    "Check the registry's host, and the network for a proxy that answers in its place",
                    false,
                    false,
                    null);
        }
        String remedy = REMEDIES.getOrDefault(status, "");
        return new ManifestFailure(
                registry.host() + " says: " + words(answer),
                anonymous && remedy.equals(REFUSED) ? NOT_FOR_EVERYONE : remedy,
                retryable,
                OF_IMAGE.contains(status),
                null);
    }

    /** An answer that is not true. */
    static ManifestFailure of(ManifestAnswer.UntrueException untrue, EcrRegistry registry) {
        return new ManifestFailure(
                registry.host() + " " + untrue.getMessage(),
                "No digest is taken from it. Check the registry's host, and what stands between here and there",
                false,
                false,
                null);
    }

    /** No answer. */
    static ManifestFailure of(IOException failure, EcrRegistry registry, AwsHttp http) {
        boolean retryable = !(failure instanceof UnknownHostException
                || failure instanceof SSLException
                || AwsErrors.isTooLong(failure));
        return ofTheWay(new UncheckedIOException(failure), registry, retryable, http);
    }

    private static ManifestFailure ofTheWay(
            RuntimeException failure, EcrRegistry registry, boolean retryable, AwsHttp http) {
        return new ManifestFailure(
                AwsFailures.reason(failure, http),
                new AwsRemedies(failure, registry, http).remedy(),
                retryable,
                false,
                failure);
    }

    /**
     * What a registry says of an error, in the form of https://distribution.github.io/distribution/spec/api/#errors.
     */
    private static String words(Answer answer) {
        Optional<String> words = error(answer)
                .map(error -> error.code == null ? error.message : error.code + ": " + error.message)
                .or(() -> Optional.of(answer.text())
                        .filter(text -> answer.header("Content-Type")
                                .filter(type -> PLAIN.matcher(type).matches())
                                .isPresent()))
                .map(AwsFailures::oneLine)
                .filter(text -> !text.isEmpty());
        String status = "HTTP status " + answer.status();
        return words.map(text -> error(answer).isPresent() ? text : status + ": " + text)
                .map(text -> text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text)
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
     * Explains it.
     *
     * @param finding what ECR's API says of the image and what to do; empty where it does not know
     */
    ExplainedException explain(ImageReference image, Optional<String> finding) {
        String advice = finding.orElse(remedy);
        return ExplainedException.environment(said(image) + (advice.isEmpty() ? "" : ". " + advice), cause);
    }

    String said(ImageReference image) {
        return "cannot find the digest of " + image + ": " + said;
    }
}
