package io.github.ecrmaven.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A stand-in for a container engine, on a TCP port of 127.0.0.1. It answers requests with the responses that a test has
 * set, and all others with status 404. A test gives the method and path of a request without the API version and query:
 * {@code GET /images/NAME/json}.
 */
public final class EngineStandIn implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> firstAnswers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> registryAuths = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(EngineStandIn::daemon);

    private enum End {
        CLEAN,
        BROKEN_OFF,
        NEVER
    }

    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private volatile Duration pause = Duration.ZERO;

    private record Answer(int status, String body, End end) {}

    /** Creates an engine that answers as Docker 28.5.2 without images. */
    public EngineStandIn() {
        this(null);
    }

    /** Creates the same engine over TLS, which requires client certificates. */
    public EngineStandIn(SSLContext tls) {
        try {
            var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
            server = tls == null ? HttpServer.create(address, 0) : https(address, tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        version("28.5.2", "1.48", "1.24");
        answer("GET /images/json", 200, "[]");
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static HttpServer https(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters mutual = tls.getDefaultSSLParameters();
                mutual.setNeedClientAuth(true);
                parameters.setSSLParameters(mutual);
            }
        });
        return https;
    }

    /** Returns the engine's address, {@code tcp://127.0.0.1:PORT}. */
    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the engine's version and its newest and oldest API version, on the platform linux/amd64. */
    public void version(String product, String newest, String oldest) {
        answer(
                "GET /version",
                200,
                Json.write(Map.of(
                        "Version",
                        product,
                        "ApiVersion",
                        newest,
                        "MinAPIVersion",
                        oldest,
                        "Os",
                        "linux",
                        "Arch",
                        "amd64")));
    }

    /** Adds an image. */
    public void has(String image, String os, String architecture) {
        answer(
                "GET /images/" + image + "/json",
                200,
                Json.write(Map.of("Id", "sha256:1", "Os", os, "Architecture", architecture)));
    }

    /** Sets the response to a request. */
    public void answer(String request, int status, String body) {
        answers.put(request, new Answer(status, body, End.CLEAN));
    }

    /** Sets the response to the next such request only. */
    public void answerOnce(String request, int status, String body) {
        firstAnswers.put(request, new Answer(status, body, End.CLEAN));
    }

    /** Sets the frames of the response to pulls. */
    public void pull(String... frames) {
        answers.put("POST /images/create", new Answer(200, lines(frames), End.CLEAN));
    }

    /** Sets the frames of the response to pulls, after which the connection is closed without the last HTTP chunk. */
    public void pullBrokenOffAfter(String... frames) {
        answers.put("POST /images/create", new Answer(200, lines(frames), End.BROKEN_OFF));
    }

    /** Sets the frames of the response to pulls, after which nothing more is sent. */
    public void pullThatHangsAfter(String... frames) {
        answers.put("POST /images/create", new Answer(200, lines(frames), End.NEVER));
    }

    /** Waits this long before each frame from now on. */
    public void pauseBetweenFrames(Duration duration) {
        pause = duration;
    }

    private static String lines(String... frames) {
        return String.join("\r\n", frames) + "\r\n";
    }

    /** Returns all requests so far, with API version and query. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns the number of connections on which requests arrived so far. */
    public int connections() {
        return clients.size();
    }

    /** Returns the X-Registry-Auth header of the last pull that had one. */
    public String registryAuth() {
        return registryAuths.get("POST /images/create");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        URI uri = exchange.getRequestURI();
        requests.add(exchange.getRequestMethod() + " " + uri);
        String request = exchange.getRequestMethod() + " " + uri.getPath().replaceFirst("^/v1\\.\\d+/", "/");
        String auth = exchange.getRequestHeaders().getFirst("X-Registry-Auth");
        if (auth != null) {
            registryAuths.put(request, auth);
        }
        exchange.getRequestBody().readAllBytes();
        Answer first = firstAnswers.remove(request);
        Answer absent = new Answer(404, "{\"message\":\"page not found\"}", End.CLEAN);
        send(exchange, first == null ? answers.getOrDefault(request, absent) : first);
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), 0);
        OutputStream out = exchange.getResponseBody();
        for (String line : answer.body().split("(?<=\n)", -1)) {
            pause();
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        if (answer.end() == End.BROKEN_OFF) {
            throw new IOException("broken off: the server closes the connection");
        }
        if (answer.end() == End.NEVER) {
            await(closed);
        }
        exchange.close();
    }

    private void pause() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "engine stand-in");
        thread.setDaemon(true);
        return thread;
    }
}
