package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time limits for an exchange with a server that sends an endless response, byte by byte. */
@Timeout(60)
class TimedExchangeTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Thread> exchanging = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write('x');
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theThreadEndsAtTheLimit() throws Exception {
        assertThatThrownBy(() -> exchange(Duration.ZERO)).isInstanceOf(SocketTimeoutException.class);

        assertEnds();
    }

    @Test
    void aThreadThatConnectsAfterTheLimitEndsToo() throws Exception {
        assertThatThrownBy(() -> exchange(Duration.ofSeconds(3))).isInstanceOf(SocketTimeoutException.class);

        assertEnds();
    }

    private void exchange(Duration pause) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        HttpURLConnection connection = TimedExchange.open(uri, Duration.ofSeconds(1));
        var exchange = new TimedExchange(connection, "timed-exchange");
        exchange.run(LIMIT, () -> {
            exchanging.complete(Thread.currentThread());
            // As on a busy machine
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            return exchange.body(connection.getInputStream()).readAllBytes();
        });
    }

    private void assertEnds() throws Exception {
        Thread thread = exchanging.get();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }
}
