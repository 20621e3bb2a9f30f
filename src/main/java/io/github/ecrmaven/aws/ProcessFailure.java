package io.github.ecrmaven.aws;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says why a credential_process gave no credentials, without what it may have printed of them. */
final class ProcessFailure {
    /** The SDK's own name for any failure of a credential_process; what the process printed may be a secret. */
    private static final String PROCESS_FAILED = "Failed to refresh process-based credentials.";

    private static final Pattern EXIT_VALUE =
            Pattern.compile("non-zero exit value \\((\\d+)\\) with error message: (.*)", Pattern.DOTALL);

    /** What a process says of its secrets, and whatever is long enough to be one. */
    private static final Pattern SECRET = Pattern.compile(
            "((?:secret|token|password|key)\\w*\"?\\s*[=:]\\s*\"?)[^\\s\",]+"
                    + "|(?=[A-Za-z/_-]*[0-9+=])[A-Za-z0-9+/=_-]{20,}|[A-Za-z0-9+/=_-]{36,}",
            Pattern.CASE_INSENSITIVE);

    private ProcessFailure() {}

    /** Returns what a process said, and what to do; empty where no process failed. */
    static Optional<String> explain(Stream<Throwable> causes) {
        List<Throwable> all = causes.toList();
        List<String> messages =
                all.stream().map(Throwable::getMessage).map(String::valueOf).toList();
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
                                all.stream().anyMatch(DateTimeException.class::isInstance)
                                        ? "its credential_process printed an Expiration that is no time such as"
                                                + " 2026-01-31T12:00:00Z"
                                        : "its credential_process did not print a JSON object with \"Version\": 1, AccessKeyId and"
                                                + " SecretAccessKey")
                + ". Run the command by hand to see what it says");
    }

    private static String withoutSecrets(String text) {
        return AwsFailures.oneLine(SECRET.matcher(text)
                .replaceAll(match ->
                        (match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1))) + "(hidden)"));
    }
}
