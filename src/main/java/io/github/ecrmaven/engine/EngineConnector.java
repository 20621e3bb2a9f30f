package io.github.ecrmaven.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens connections to an engine, by the means that its address asks for. */
final class EngineConnector {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EngineAddress address;
    private final URI uri;

    EngineConnector(EngineAddress address) {
        this.address = address;
        this.uri = address.uri();
    }

    Socket open() throws IOException {
        return switch (uri.getScheme()) {
            case "unix" -> unix();
            case "npipe" -> NamedPipe.open(Path.of(uri.getPath().replace('/', '\\')), TIMEOUT);
            case "ssh" -> SshConnection.open(uri);
            default -> address.tls() == null ? tcp() : tls();
        };
    }

    private Socket unix() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(uri.getPath()));
            return new StreamSocket(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Socket tcp() throws IOException {
        Authority authority = Authority.of(uri).orElseThrow();
        var there = new InetSocketAddress(authority.host(), authority.port());
        if (there.isUnresolved()) {
            throw new UnknownHostException(authority.host());
        }
        Socket socket = new Socket();
        try {
            socket.connect(there, (int) TIMEOUT.toMillis());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket tls() throws IOException {
        var factory = address.tls().context().getSocketFactory();
        Authority authority = Authority.of(uri).orElseThrow();
        Socket plain = tcp();
        try {
            var socket = (SSLSocket) factory.createSocket(plain, authority.host(), authority.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.startHandshake();
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
