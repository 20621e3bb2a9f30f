package io.github.ecrmaven.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens connections to an engine: Unix sockets, named pipes, TCP, TLS and ssh. */
final class EngineConnector {
    private final EngineAddress address;
    private final ScheduledExecutorService watch;
    private final Duration timeout;

    /**
     * Creates a connector.
     *
     * @param watch runs the task that closes a connection after the timeout
     * @param timeout how long connecting may take
     */
    EngineConnector(EngineAddress address, ScheduledExecutorService watch, Duration timeout) {
        this.address = address;
        this.watch = watch;
        this.timeout = timeout;
    }

    /**
     * Opens a connection.
     *
     * @throws SocketTimeoutException after the timeout
     */
    Socket open() throws IOException {
        return switch (address.uri().getScheme()) {
            case "unix" -> unix();
            case "npipe" -> NamedPipe.open(Path.of(address.uri().getPath().replace('/', '\\')), timeout);
            case "ssh" -> SshConnection.open(address.uri(), address.environment());
            default -> address.tls() == null ? tcp() : tls();
        };
    }

    private Socket unix() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // If the engine hangs and its queue of connections is full, this waits without end.
            withTimeout(
                    channel,
                    () -> channel.connect(
                            UnixDomainSocketAddress.of(address.uri().getPath())));
            return new StreamSocket(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Socket tcp() throws IOException {
        HostPort host = HostPort.of(address.uri()).orElseThrow();
        var socketAddress = new InetSocketAddress(host.host(), host.port());
        if (socketAddress.isUnresolved()) {
            throw new UnknownHostException(host.host());
        }
        Socket socket = new Socket();
        try {
            socket.connect(socketAddress, (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket tls() throws IOException {
        var factory = address.tls().context().getSocketFactory();
        HostPort host = HostPort.of(address.uri()).orElseThrow();
        Socket plain = tcp();
        try {
            var socket = (SSLSocket) factory.createSocket(plain, host.host(), host.port(), true);
            if (address.tls().verify()) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            // A timeout of each read would not end a handshake in which a byte comes now and then.
            withTimeout(plain, socket::startHandshake);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Runs a step that has no timeout itself, and stops it by closing the connection. */
    private void withTimeout(Closeable connection, Step step) throws IOException {
        var isLate = new AtomicBoolean();
        Future<?> end = watch.schedule(
                () -> {
                    isLate.set(true);
                    connection.close();
                    return null;
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            step.run();
        } catch (IOException e) {
            if (isLate.get()) {
                throw new SocketTimeoutException("no connection within " + timeout.toSeconds() + " s");
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }
}
