package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts for engines that hang while the client connects. */
@Timeout(30)
class EngineConnectorTest {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        watch.shutdownNow();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others refuse connections to a socket whose queue is full")
    void aConnectionThatIsNotAcceptedTimesOut() throws IOException {
        Path socket = folder.resolve("docker.sock");
        List<Socket> waiting = new ArrayList<>();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);

            // The first connections fill the backlog of the server.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            waiting.add(open("unix://" + socket, null));
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no connection within 1 s");
        } finally {
            for (Socket each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void aHandshakeThatNeverEndsTimesOut() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            new Thread(() -> sendSlowly(server)).start();

            assertThatThrownBy(() -> open("tcp://127.0.0.1:" + server.getLocalPort(), new EngineTls(folder, false)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no connection within 1 s");
        }
    }

    private Socket open(String address, EngineTls tls) throws IOException {
        return new EngineConnector(
                        new EngineAddress(URI.create(address), tls, "the test"), watch, Duration.ofSeconds(1))
                .open();
    }

    /** Sends the header of a TLS record of 16 KiB, and then its bytes one by one, slowly. */
    private static void sendSlowly(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0});
            while (true) {
                client.getOutputStream().write(0);
                Thread.sleep(100);
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
