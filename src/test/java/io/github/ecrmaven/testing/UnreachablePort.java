package io.github.ecrmaven.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of 127.0.0.1 at which packets are dropped: its queue of connections is full, and nobody takes any. */
public final class UnreachablePort implements AutoCloseable {
    private static final int LONG_ENOUGH_MILLIS = 100;

    private final ServerSocket listener;
    private final List<Socket> queue = new ArrayList<>();

    public UnreachablePort() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        boolean full = false;
        while (!full) {
            var socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), LONG_ENOUGH_MILLIS);
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
        for (Socket socket : queue) {
            socket.close();
        }
        listener.close();
    }
}
