package io.github.ecrmaven.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of 127.0.0.1 where connecting times out: its backlog is full, and no connection is ever accepted. */
public final class UnreachablePort implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 100;

    private final ServerSocket listener;
    private final List<Socket> backlog = new ArrayList<>();

    public UnreachablePort() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        boolean full = false;
        while (!full) {
            var socket = new Socket();
            backlog.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), CONNECT_TIMEOUT_MILLIS);
            } catch (SocketTimeoutException e) {
                full = true;
            }
        }
    }

    /** Returns {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : backlog) {
            socket.close();
        }
        listener.close();
    }
}
