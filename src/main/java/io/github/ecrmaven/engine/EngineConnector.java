package io.github.ecrmaven.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
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

/** Opens connections to an engine, by the means that its address asks for. */
final class EngineConnector {
    private final EngineAddress address;
    private final URI uri;
    private final ScheduledExecutorService watch;
    private final Duration timeout;

    /**
     * Prepares connecting.
     *
     * @param watch runs what ends a connection that takes too long to come about
     * @param timeout how long that may take
     */
    EngineConnector(EngineAddress address, ScheduledExecutorService watch, Duration timeout) {
        this.address = address;
        this.uri = address.uri();
        this.watch = watch;
        this.timeout = timeout;
    }

    /**
     * Opens a connection.
     *
     * @throws SocketTimeoutException when that takes too long
     */
    Socket open() throws IOException {
        return switch (uri.getScheme()) {
            case "unix" -> unix();
            case "npipe" -> NamedPipe.open(Path.of(uri.getPath().replace('/', '\\')), timeout);
            case "ssh" -> SshConnection.open(uri, address.environment());
            default -> address.tls() == null ? tcp() : tls();
        };
    }

    private Socket unix() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // It waits where as many wait already as the engine lets: for one that hangs, without an end.
            soon(channel, () -> channel.connect(UnixDomainSocketAddress.of(uri.getPath())));
            return new StreamSocket(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Socket tcp() throws IOException {
        HostPort host = HostPort.of(uri).orElseThrow();
        var there = new InetSocketAddress(host.host(), host.port());
        if (there.isUnresolved()) {
            throw new UnknownHostException(host.host());
        }
        Socket socket = new Socket();
        try {
            socket.connect(there, (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket tls() throws IOException {
        var factory = address.tls().context().getSocketFactory();
        HostPort host = HostPort.of(uri).orElseThrow();
        Socket plain = tcp();
        try {
            var socket = (SSLSocket) factory.createSocket(plain, host.host(), host.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            // A limit for each read would let whoever sends a byte now and then go on without an end.
            soon(plain, socket::startHandshake);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    /** Takes a step that has no limit of its own, and ends it by closing what it is taken on. */
    private void soon(Closeable connection, Step step) throws IOException {
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
            step.take();
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
