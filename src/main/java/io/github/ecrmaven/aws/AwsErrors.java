package io.github.ecrmaven.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.SafeMessage;
import java.net.ProtocolException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells what kind of failure an exception of a call to AWS is. */
public final class AwsErrors {
    private static final String ACCESS_DENIED = "AccessDeniedException";
    private static final Set<String> REFUSALS = Set.of(ACCESS_DENIED, "UnrecognizedClientException");

    private AwsErrors() {}

    /** Returns whether AWS knows the principal, but does not allow it a call. */
    public static boolean isDenied(RuntimeException failure) {
        return errorCode(failure).equals(ACCESS_DENIED);
    }

    /** Returns whether AWS understood a call, but does not want it from this principal. */
    public static boolean isRefusal(RuntimeException failure) {
        return REFUSALS.contains(errorCode(failure));
    }

    /** Returns the error code of AWS; empty where AWS did not answer. */
    static String errorCode(RuntimeException failure) {
        return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? String.valueOf(service.awsErrorDetails().errorCode())
                : "";
    }

    /** Returns whether AWS itself answered: every error of AWS has a code. */
    static boolean isOfAws(RuntimeException failure) {
        return failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null;
    }

    /**
     * Returns whether an answer could not be parsed; the exceptions of the SDK's own JSON parser are not for others to
     * use.
     */
    static boolean isNoJson(Throwable root) {
        return root instanceof JsonProcessingException
                || root.getClass().getSimpleName().startsWith("Json");
    }

    /** Returns whether the other side sends without end; of the head of an answer HttpCore and the JDK say so. */
    public static boolean isTooMuch(Throwable root) {
        return root instanceof LimitedInputStream.TooMuchException
                || root.getClass().getSimpleName().equals("MessageConstraintException")
                || (root instanceof ProtocolException && SafeMessage.of(root).startsWith("Header size too big"));
    }

    /**
     * Returns whether the next attempt would end as this one did: what answers there is not AWS, or shows a certificate
     * that is not trusted.
     */
    static boolean isPermanent(Throwable failure) {
        Throwable root = root(failure);
        return isTooMuch(root)
                || root instanceof GeneralSecurityException
                || root instanceof SSLPeerUnverifiedException;
    }

    /** Returns the exception that all others come from. */
    static Throwable root(Throwable failure) {
        return causes(failure).reduce(failure, (outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
