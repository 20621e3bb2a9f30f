package io.github.ecrmaven.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.RootCause;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Classifies the exceptions of calls to AWS. */
public final class AwsFailureKinds {
    private static final String ACCESS_DENIED = "AccessDeniedException";
    private static final Set<String> REFUSALS = Set.of(ACCESS_DENIED, "UnrecognizedClientException");

    private AwsFailureKinds() {}

    /** Returns whether AWS knows the principal, but does not allow it the call. */
    public static boolean isDenied(RuntimeException failure) {
        return errorCode(failure).equals(ACCESS_DENIED);
    }

    /** Returns whether AWS does not know the principal, or does not allow it the call. */
    public static boolean isRefusal(RuntimeException failure) {
        return REFUSALS.contains(errorCode(failure));
    }

    /** Returns the error code of AWS; empty if AWS did not answer. */
    static String errorCode(Exception failure) {
        return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? Objects.requireNonNullElse(service.awsErrorDetails().errorCode(), "")
                : "";
    }

    /** Returns whether AWS itself answered, and no proxy in its place: every error of AWS has a code. */
    static boolean isFromAws(Exception failure) {
        return !errorCode(failure).isEmpty();
    }

    /** Returns whether AWS was silent until the time limit of the call, or of its last attempt. */
    static boolean isTimeout(Exception failure) {
        return failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException;
    }

    /** Returns whether an answer was not JSON. The SDK's parser throws exceptions of its own, which are not public. */
    static boolean isInvalidJson(Throwable root) {
        return root instanceof JsonProcessingException
                || root.getClass().getSimpleName().startsWith("Json");
    }

    /** Returns whether an answer exceeded a limit; HttpCore limits its header fields. */
    public static boolean isTooLong(Throwable root) {
        return root instanceof LimitedInputStream.TooMuchException
                || root.getClass().getSimpleName().equals("MessageConstraintException");
    }

    /** Returns whether a retry is useless: the other side is not AWS, or its certificate is not trusted. */
    static boolean isPermanent(Throwable failure) {
        Throwable root = RootCause.of(failure);
        return isTooLong(root)
                || root instanceof GeneralSecurityException
                || root instanceof SSLPeerUnverifiedException;
    }
}
