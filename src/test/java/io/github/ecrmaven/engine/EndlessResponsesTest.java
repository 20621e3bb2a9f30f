package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Endless responses to a JVM with little memory. Each must end in an error of one line. */
@Timeout(120)
class EndlessResponsesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    private static final String VERSION = "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.44\"}";
    private static final ImageReference APP = ImageReference.parse("127.0.0.1:1/team/app:1");

    /** A response that does not end until the client closes the connection. */
    private record Flood(String beginning, IntFunction<String> part) {}

    private static final Map<String, Flood> FLOODS = Map.of(
            "headers", new Flood("HTTP/1.1 200 OK\r\n", n -> "X-" + n + ": y\r\n"),
            "header", new Flood("HTTP/1.1 200 OK\r\nX: ", n -> "y".repeat(1_000)),
            "chunk", new Flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", n -> "y".repeat(1_000)),
            "body", new Flood(HEAD, n -> " ".repeat(1_000)),
            "string", new Flood(HEAD + "{\"Version\":\"", n -> "y".repeat(1_000)),
            "nested", new Flood(HEAD, n -> "[".repeat(1_000)),
            "values", new Flood(HEAD + "{\"new\":[", n -> "[],".repeat(1_000)),
            "layers", new Flood(HEAD, n -> "{\"status\":\"Waiting\",\"id\":\"" + n + "\"}\n"),
            "error", new Flood("HTTP/1.1 500 Internal Server Error\r\n\r\n", n -> "y".repeat(1_000)));

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread listening = new Thread(this::serve, "flood");
        listening.setDaemon(true);
        listening.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** The program of that JVM: sends each kind of request, and prints the result. */
    public static final class Client {
        private Client() {}

        /** Runs the program. The argument is the port of the server. */
        public static void main(String[] arguments) {
            for (String flood : List.of("headers", "header", "chunk", "body", "string", "nested", "error")) {
                print(flood + " of a version", () -> connect(arguments[0], "version/" + flood));
            }
            for (String flood : List.of("headers", "body", "string", "values", "error")) {
                ContainerEngine engine = connect(arguments[0], "rest/" + flood);
                print(flood + " of an image", () -> engine.find(APP, null));
                print(flood + " of a list", () -> engine.images().ids(List.of(APP.name())));
            }
            for (String flood : List.of("headers", "body", "string", "values", "layers", "error")) {
                ContainerEngine engine = connect(arguments[0], "rest/" + flood);
                print(flood + " of a pull", () -> engine.pull(APP, null, null, layer -> {}));
            }
        }

        private static ContainerEngine connect(String port, String path) {
            return Engines.connect(
                    new EngineAddress(URI.create("tcp://127.0.0.1:" + port + "/" + path), null, "the test"),
                    Duration.ofSeconds(30));
        }

        private static void print(String request, Runnable action) {
            try {
                action.run();
                System.out.println(request + ": a success");
            } catch (ExplainedException | PullException e) {
                System.out.println(request + ": "
                        + e.getMessage()
                                .replaceAll("tcp://127.0.0.1:\\d+/\\w+/\\w+", "HERE")
                                .replaceAll("\\. Set dockerHost.*", "")
                                .replace(APP.toString(), "APP"));
            } catch (OutOfMemoryError | StackOverflowError e) {
                System.out.println(request + ": " + e);
            }
        }
    }

    @Test
    void eachEndlessResponseIsAnErrorOfOneLine() {
        String output =
                Jvm.run(Client.class, Map.of("JDK_JAVA_OPTIONS", "-Xmx128m"), String.valueOf(server.getLocalPort()));

        String none =
                "no container engine at HERE (the test): what listens there does not respond like a container engine ";
        String headers = "sent more than 200 headers, or 16 KiB in one of them";
        String find = "cannot look for APP: Docker 28.5.2 at HERE ";
        String list = "cannot list the images: Docker 28.5.2 at HERE ";
        String pull = "cannot pull APP: Docker 28.5.2 at HERE ";
        assertThat(output.lines())
                .containsExactly(
                        "headers of a version: " + none + "(it " + headers + ")",
                        "header of a version: " + none + "(it " + headers + ")",
                        "chunk of a version: " + none + "(it " + headers + ")",
                        "body of a version: " + none + "(it sent more than 8 MiB)",
                        "string of a version: " + none + "(it sent more than 8 MiB)",
                        "nested of a version: " + none + "(it sent more than 8 MiB)",
                        "error of a version: " + none + "(it sent more than 8 MiB)",
                        "headers of an image: " + find + headers,
                        "headers of a list: " + list + headers,
                        "body of an image: " + find + "sent more than 8 MiB",
                        "body of a list: " + list + "sent more than 8 MiB",
                        "string of an image: " + find + "sent more than 8 MiB",
                        "string of a list: " + list + "sent more than 8 MiB",
                        "values of an image: " + find + "sent more than 8 MiB",
                        "values of a list: " + list + "sent more than 8 MiB",
                        "error of an image: " + find + "sent more than 8 MiB",
                        "error of a list: " + list + "sent more than 8 MiB",
                        "headers of a pull: " + pull + headers,
                        "body of a pull: " + pull + "sent more than 1 MiB",
                        "string of a pull: " + pull + "sent more than 1 MiB",
                        "values of a pull: " + pull + "sent more than 1 MiB",
                        "layers of a pull: " + pull + "sent more than 10000 layers",
                        "error of a pull: " + pull + "sent more than 8 MiB");
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread answering = new Thread(() -> answer(client), "flood");
                answering.setDaemon(true);
                answering.start();
            } catch (IOException e) {
                // The server was closed at the end of the test.
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            String[] path = in.readLine().split(" ", -1)[1].split("/", 4);
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                // Skip the headers.
            }
            OutputStream out = client.getOutputStream();
            if (path[1].equals("rest") && path[3].equals("version")) {
                out.write((HEAD + VERSION).getBytes(StandardCharsets.UTF_8));
                return;
            }
            Flood flood = FLOODS.get(path[2]);
            out.write(flood.beginning.getBytes(StandardCharsets.UTF_8));
            for (int n = 0; ; n++) {
                out.write(flood.part.apply(n).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The client has closed the connection.
        }
    }
}
