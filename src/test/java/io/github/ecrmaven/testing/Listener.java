package io.github.ecrmaven.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** Accepts connections on a local port, and serves each in its own daemon thread. */
final class Listener implements AutoCloseable {
    private final Consumer<Socket> service;
    private final ExecutorService threads = Executors.newCachedThreadPool(Listener::daemon);
    private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    /** Creates a listener on a free port of 127.0.0.1. */
    Listener(ServerSocketFactory sockets, Consumer<Socket> service) {
        this(sockets, freePort(), service);
    }

    private static InetSocketAddress freePort() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    Listener(ServerSocketFactory sockets, InetSocketAddress address, Consumer<Socket> service) {
        this.service = service;
        try {
            listener = sockets.createServerSocket(address.getPort(), 50, address.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        threads.execute(this::accept);
    }

    String host() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Registers another connection to close with the listener. */
    void closeWithListener(Closeable connection) throws IOException {
        connections.add(connection);
        if (listener.isClosed()) {
            connection.close();
        }
    }

    /** Runs a task in another thread, such as one direction of a connection. */
    Future<?> submit(Callable<?> task) {
        return threads.submit(task);
    }

    int openConnections() {
        return connections.size();
    }

    boolean isClosed() {
        return listener.isClosed();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Closeable connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                // The listener was closed, or the client gave up.
            }
        }
    }

    private void take(Socket connection) throws IOException {
        // As servers on the Internet do: otherwise the second write of a response may wait 40 ms for an
        // acknowledgement.
        connection.setTcpNoDelay(true);
        connections.add(connection);
        try {
            threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException e) {
            // The listener was closed meanwhile, perhaps without this connection.
            connection.close();
        }
    }

    private void serve(Socket connection) {
        try {
            service.accept(connection);
        } finally {
            connections.remove(connection);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "stand-in");
        thread.setDaemon(true);
        return thread;
    }
}
