package io.github.ecrmaven.image;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpRetryException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Messages of exceptions without secrets. A message is shown, as one line, if it is the plugin's own, AWS's, or the
 * JDK's about a connection, file or certificate. Of other exceptions, only the name and the place are shown: parsers
 * and checks of arguments quote their input, which may be a header, a URL with a password, or a file.
 *
 * <p>No other class shows messages of exceptions that are not the plugin's own; ArchitectureTest checks that.
 */
public final class SafeMessage {
    private static final String OWN = "io.github.ecrmaven.";

    /** Their messages tell about a connection, file or certificate, with the host or the file. */
    private static final List<Class<?>> OF_THE_JDK = List.of(
            SocketException.class,
            UnknownHostException.class,
            InterruptedIOException.class,
            EOFException.class,
            ProtocolException.class,
            HttpRetryException.class,
            SSLException.class,
            FileSystemException.class);

    /**
     * Classes of the JDK that are used for many purposes: their messages are shown if {@link #OF_STREAMS} throw them.
     */
    private static final Set<Class<?>> UNSPECIFIC = Set.of(IOException.class, FileNotFoundException.class);

    /** The classes of the JDK that read and write streams, files and processes. Parsers of URLs are not among them. */
    private static final List<String> OF_STREAMS =
            List.of("java.io.", "java.lang.Process", "java.nio.", "sun.nio.", "sun.net.www.http.", "sun.security.");

    /** The exceptions of HttpCore for an incomplete or invalid response. */
    private static final Set<String> OF_HTTP_CORE = Set.of(
            "ConnectionClosedException",
            "MalformedChunkCodingException",
            "MessageConstraintException",
            "NoHttpResponseException",
            "ParseException",
            "TruncatedChunkException",
            "UnsupportedHttpVersionException");

    private SafeMessage() {}

    /** Returns the message of an exception, or if it must not be shown, its name and where it was thrown. */
    public static String of(Throwable failure) {
        if (quotesItsCause(failure)) {
            return of(failure.getCause());
        }
        String name = failure.getClass().getSimpleName();
        if (!isSafe(failure)) {
            StackTraceElement[] trace = failure.getStackTrace();
            return trace.length == 0 ? name : name + " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
        }
        return failure.getMessage() == null ? name : OutsideText.line(failure.getMessage());
    }

    /** Returns whether the message of an exception cannot contain a secret. */
    public static boolean isSafe(Throwable failure) {
        if (failure.getMessage() == null) {
            return true;
        }
        if (quotesItsCause(failure)) {
            return isSafe(failure.getCause());
        }
        return isOwn(failure) || isOfTheJdk(failure) || isOfHttpCore(failure) || isOfAws(failure);
    }

    /** Returns whether an exception was created from its cause only, and so has the cause as its message. */
    private static boolean quotesItsCause(Throwable failure) {
        return failure.getCause() != null && failure.getCause().toString().equals(failure.getMessage());
    }

    /** Returns whether the plugin has thrown it, or the JVM in the plugin's code: these name types and variables. */
    private static boolean isOwn(Throwable failure) {
        return failure.getClass().getName().startsWith(OWN) || thrower(failure).anyMatch(name -> name.startsWith(OWN));
    }

    private static boolean isOfTheJdk(Throwable failure) {
        if (OF_THE_JDK.stream().anyMatch(kind -> kind.isInstance(failure))) {
            return true;
        }
        if (failure instanceof GeneralSecurityException || failure instanceof CharacterCodingException) {
            return failure.getClass().getModule().isNamed();
        }
        return UNSPECIFIC.contains(failure.getClass())
                && thrower(failure).anyMatch(name -> OF_STREAMS.stream().anyMatch(name::startsWith));
    }

    private static boolean isOfHttpCore(Throwable failure) {
        return failure.getClass().getPackageName().equals("org.apache.hc.core5.http")
                && OF_HTTP_CORE.contains(failure.getClass().getSimpleName());
    }

    /** Returns whether it is an error response of AWS: the SDK has a class for each. */
    private static boolean isOfAws(Throwable failure) {
        return failure.getClass().getName().startsWith("software.amazon.awssdk.services.");
    }

    private static Stream<String> thrower(Throwable failure) {
        return Stream.of(failure.getStackTrace()).limit(1).map(StackTraceElement::getClassName);
    }
}
