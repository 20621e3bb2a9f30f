package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** Takes connections at a free port of 127.0.0.1, and serves each in a daemon thread of its own. */
final class Listener implements AutoCloseable {
    private final Consumer<Socket> service;
    private final ExecutorService threads = Executors.newCachedThreadPool(Listener::daemon);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    Listener(ServerSocketFactory sockets, Consumer<Socket> service) {
        this.service = service;
        try {
            listener = sockets.createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        threads.execute(this::accept);
    }

    String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Closes this connection too, when the listener is closed. */
    void own(Socket connection) {
        connections.add(connection);
    }

    /** Runs a part of a service beside it. */
    Future<?> submit(Callable<?> task) {
        return threads.submit(task);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
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
        connections.add(connection);
        try {
            threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException e) {
            // The listener was closed since, and its connections with it, perhaps but this one.
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
