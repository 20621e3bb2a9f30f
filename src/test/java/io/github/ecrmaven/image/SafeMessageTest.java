package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.assertj.core.api.ThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which exceptions are shown with their message, and which only with their class. */
class SafeMessageTest {
    @ParameterizedTest
    @MethodSource
    void quotesMessagesThatCannotContainASecret(Exception failure) {
        assertThat(SafeMessage.of(ofALibrary(failure))).isEqualTo("words");
    }

    static Stream<Exception> quotesMessagesThatCannotContainASecret() {
        return Stream.of(
                new ConnectException("words"),
                new SSLHandshakeException("words"),
                new CertificateExpiredException("words"),
                new NoHttpResponseException("words"),
                new MessageConstraintException("words"),
                new ConnectionClosedException("words"),
                ExplainedException.configuration("words"));
    }

    @ParameterizedTest
    @MethodSource
    void namesTheClassOfOtherExceptions(Exception failure) {
        assertThat(SafeMessage.of(ofALibrary(failure)))
                .isEqualTo(failure.getClass().getSimpleName() + " in com.example.Parser.read");
    }

    static Stream<Exception> namesTheClassOfOtherExceptions() {
        return Stream.of(
                new IOException("words"),
                new MalformedURLException("words"),
                new IllegalArgumentException("words"),
                new IllegalStateException("words"),
                new NullPointerException("words"),
                new ProtocolException("words"),
                SdkClientException.create("words"));
    }

    @Test
    void quotesTheCauseOfAnExceptionWithoutItsOwnMessage() {
        assertThat(SafeMessage.of(ofALibrary(new IOException(ofALibrary(new ConnectException("refused"))))))
                .isEqualTo("refused");
        assertThat(SafeMessage.of(new IOException(ofALibrary(new IllegalArgumentException("secret")))))
                .isEqualTo("IllegalArgumentException in com.example.Parser.read");
    }

    @Test
    void quotesThePluginsOwnMessageInOneSafeLine() {
        assertThat(SafeMessage.of(new IllegalArgumentException("a\n::b\u001b[2Jc\u202e")))
                .isEqualTo("a ::b [2Jc");
    }

    @Test
    void quotesTheJdkForFailuresOfFilesAndConnections() {
        assertThat(SafeMessage.of(thrown(() -> Files.readAllBytes(Path.of("nowhere")))))
                .isEqualTo("nowhere");
        assertThat(SafeMessage.of(thrown(() -> new FileInputStream("nowhere").close())))
                .startsWith("nowhere (")
                .endsWith(")");
        assertThat(SafeMessage.of(thrown(() -> new Socket(InetAddress.getLoopbackAddress(), 1).close())))
                .startsWith("Connection refused");
    }

    private static Throwable thrown(ThrowingCallable action) {
        return ThrowableAssert.catchThrowable(action);
    }

    private static Exception ofALibrary(Exception failure) {
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.example.Parser", "read", null, 1)});
        return failure;
    }
}
