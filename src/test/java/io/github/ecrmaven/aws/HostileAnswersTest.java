package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.Jvm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endless responses to a JVM with 128 MB. Each ends in an error that names the server. */
class HostileAnswersTest {
    private static final Map<String, String> SMALL = Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m");
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json\r\n";

    /** The program of that JVM: finds the digest of a tag. The argument is the host of the registry. */
    public static void main(String[] arguments) throws InterruptedException {
        EcrRegistry registry = EcrRegistry.declared(arguments[0], "eu-west-1");
        CredentialSource source = new EcrToken(new Secret("a ready token"), "the test");
        try (var aws = SignIns.session(source, null)) {
            SignIn signIn =
                    new AuthorizationTokens(aws, new ConcurrentHashMap<>(), line -> {}, line -> {}).signIn(registry);
            new ManifestDigests(aws, System.out::println)
                    .digest(
                            registry,
                            new EngineNames(ImageReference.parse(arguments[0] + "/team/app:1.0"), null, null),
                            signIn);
        } catch (ExplainedException e) {
            System.out.println(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headers | sent too many or too long header fields (Maximum header count exceeded)
            line    | sent too many or too long header fields (Maximum line length limit exceeded)
            body    | sent more than 4 MiB
            chunks  | sent more than 4 MiB
            nesting | sent a manifest that is not JSON, or not a manifest's JSON
            errors  | says: HTTP status 404
            """)
    void namesARegistryThatSendsTooMuch(String what, String said) throws IOException {
        try (var server = endless(what)) {
            String host = "127.0.0.1:" + server.getLocalPort();

            assertThat(Jvm.run(HostileAnswersTest.class, SMALL, host))
                    .startsWith("cannot find the digest of " + host + "/team/app:1.0: " + host + " " + said + ". ")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headers | sent too many or too long header fields (Maximum header count exceeded)
            line    | sent too many or too long header fields (Maximum line length limit exceeded)
            body    | sent more than 8 MiB
            chunks  | sent more than 8 MiB
            """)
    void namesAnAwsEndpointThatSendsTooMuch(String what, String said, @TempDir Path home) throws IOException {
        try (var server = endless(what)) {
            String host = "127.0.0.1:" + server.getLocalPort();
            Map<String, String> environment = Map.of(
                    "JAVA_TOOL_OPTIONS",
                    "-Xmx128m",
                    "AWS_ENDPOINT_URL",
                    "http://" + host,
                    "AWS_ACCESS_KEY_ID",
                    "AKIAEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY",
                    "wJalrXUtnFEMI");

            assertThat(new SignInProcess(home, environment).signIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com"))
                    .contains(": " + host + " " + said + ". ")
                    .doesNotContain("OutOfMemoryError");
        }
    }

    private static ServerSocket endless(String what) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(() -> serve(listener, what), "endless");
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    private static void serve(ServerSocket listener, String what) {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                assertThat(connection.getInputStream().read(new byte[8192])).isPositive();
                send(connection.getOutputStream(), what);
            } catch (IOException e) {
                // The client has closed the connection, or the test has closed the server.
            }
        }
    }

    private static void send(OutputStream out, String what) throws IOException {
        write(out, what.equals("errors") ? "HTTP/1.1 404 Not Found\r\n" : HEAD);
        switch (what) {
            case "headers" -> repeat(out, "X: " + "x".repeat(1000) + "\r\n");
            case "line" -> {
                write(out, "X: ");
                repeat(out, "x".repeat(8192));
            }
            case "body" -> {
                write(out, "Connection: close\r\n\r\n");
                repeat(out, " ".repeat(8192));
            }
            case "chunks" -> {
                write(out, "Transfer-Encoding: chunked\r\n\r\n");
                repeat(out, "2000\r\n" + " ".repeat(8192) + "\r\n");
            }
            case "errors" -> write(out, "Connection: close\r\n\r\n{\"errors\":[{}" + ",{}".repeat(1_390_000) + "]}");
            default -> write(out, "Content-Length: 100005\r\nConnection: close\r\n\r\n{\"x\":" + "[".repeat(100_000));
        }
    }

    private static void repeat(OutputStream out, String text) throws IOException {
        while (true) {
            write(out, text);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
