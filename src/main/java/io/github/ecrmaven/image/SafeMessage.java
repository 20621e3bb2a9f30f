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
 * What an exception says, in one line, where it cannot hold a secret: the plugin's own words, AWS's, and the JDK's
 * about connections, files and certificates. Of any other it is the name and where it was thrown. What parsers and
 * checks of arguments quote may be a secret: a header's value, an address with a password, a file.
 *
 * <p>This is the one place that quotes exceptions of others, which ArchitectureTest holds.
 */
public final class SafeMessage {
    private static final String OWN = "io.github.ecrmaven.";

    /** These say what became of a connection, a file, or a certificate, and with which host or file. */
    private static final List<Class<?>> OF_THE_JDK = List.of(
            SocketException.class,
            UnknownHostException.class,
            InterruptedIOException.class,
            EOFException.class,
            ProtocolException.class,
            HttpRetryException.class,
            SSLException.class,
            FileSystemException.class);

    /** These have no kind of their own, so that it matters which class throws them. */
    private static final Set<Class<?>> UNSPECIFIC = Set.of(IOException.class, FileNotFoundException.class);

    /** What throws them where a stream, a file or a process fails; what reads addresses is not among them. */
    private static final List<String> OF_STREAMS =
            List.of("java.io.", "java.lang.Process", "java.nio.", "sun.nio.", "sun.net.www.http.", "sun.security.");

    /** What HttpCore says of an answer that breaks off, or is none. */
    private static final Set<String> OF_HTTP_CORE = Set.of(
            "ConnectionClosedException",
            "MalformedChunkCodingException",
            "MessageConstraintException",
            "NoHttpResponseException",
            "ParseException",
            "TruncatedChunkException",
            "UnsupportedHttpVersionException");

    private SafeMessage() {}

    /** Returns what it says, or what it is where that may not be shown. */
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

    /** Returns whether what it says cannot hold a secret. */
    public static boolean isSafe(Throwable failure) {
        if (failure.getMessage() == null) {
            return true;
        }
        if (quotesItsCause(failure)) {
            return isSafe(failure.getCause());
        }
        return isOwn(failure) || isOfTheJdk(failure) || isOfHttpCore(failure) || isOfAws(failure);
    }

    /** What is made of a cause alone has that for a message. */
    private static boolean quotesItsCause(Throwable failure) {
        return failure.getCause() != null && failure.getCause().toString().equals(failure.getMessage());
    }

    /** What the plugin throws, it words itself; what the JVM throws there names types and variables. */
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

    /** AWS's own words: the SDK has a class for each error that a service answers. */
    private static boolean isOfAws(Throwable failure) {
        return failure.getClass().getName().startsWith("software.amazon.awssdk.services.");
    }

    private static Stream<String> thrower(Throwable failure) {
        return Stream.of(failure.getStackTrace()).limit(1).map(StackTraceElement::getClassName);
    }
}
