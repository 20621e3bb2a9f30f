package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What the SDK says where AWS gave no error code: the words of whoever answered, and of its own the sentences that are
 * known to name no more than a profile, a host or a file. What else it says may quote what it was given, so
 * {@link SafeMessage} has it by its name alone.
 */
final class SdkMessage {
    /** The SDK's exceptions are made by builders, which are the first in their stack traces. */
    private static final String BUILDERS = "software.amazon.awssdk.core.exception.";

    private static final Pattern KNOWN = Pattern.compile(String.join(
            "|",
            "Unable to load credentials from any of the providers",
            "Unable to execute HTTP request",
            "To use [\\w -]+ in the '[^']*' profile, the '\\w+' service module must be on the class path",
            "Token cache file for login_session `[^`]*` not found"));

    private SdkMessage() {}

    static String of(Throwable failure) {
        if (failure instanceof SdkException && failure.getMessage() != null) {
            String text = OutsideText.line(failure.getMessage());
            Matcher known = KNOWN.matcher(text);
            if (failure instanceof SdkServiceException || isOurs(failure)) {
                return text;
            }
            return known.lookingAt() ? known.group() : SafeMessage.of(failure);
        }
        return isOfNull(failure) ? OutsideText.line(failure.getMessage()) : SafeMessage.of(failure);
    }

    /** Where the SDK misses something, it names that; what is not there is no secret. */
    private static boolean isOfNull(Throwable failure) {
        return failure instanceof NullPointerException
                && failure.getMessage() != null
                && Stream.of(failure.getStackTrace())
                        .limit(1)
                        .anyMatch(frame -> frame.getClassName().equals("software.amazon.awssdk.utils.Validate"));
    }

    /** The plugin says in the SDK's exceptions why it has no credentials. */
    private static boolean isOurs(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .dropWhile(name -> name.startsWith(BUILDERS))
                .findFirst()
                .filter(name -> name.startsWith("io.github.ecrmaven."))
                .isPresent();
    }
}
