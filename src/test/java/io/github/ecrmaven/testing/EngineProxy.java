package io.github.ecrmaven.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/**
 * A TCP proxy between a client and the container engine, on a port of 127.0.0.1. It forwards all bytes unchanged,
 * except for the responses to pulls into which it injects faults.
 */
public final class EngineProxy implements AutoCloseable {
    private final SocketAddress engine;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Listener listener;
    private EngineFault fault;
    private int times;
    private int shown;
    private boolean closed;

    /** Creates a proxy to the engine at {@code unix://…} or {@code tcp://…}. */
    public EngineProxy(URI engine) {
        this.engine = engine.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(engine.getPath())
                : new InetSocketAddress(engine.getHost(), engine.getPort());
        listener = new Listener(ServerSocketFactory.getDefault(), this::serve);
        listener.start();
    }

    /** Returns the proxy's address, {@code tcp://127.0.0.1:PORT}. */
    public synchronized URI uri() {
        return URI.create("tcp://" + listener.host());
    }

    /**
     * Injects a fault into the responses to the next pulls.
     *
     * @param pulls how many pulls, or {@link Fault#ALWAYS}
     */
    public synchronized void fail(EngineFault next, int pulls) {
        fault = next;
        times = pulls;
    }

    /** Stops injecting faults, and listens again if a fault has stopped that. */
    public synchronized void recover() {
        times = 0;
        listenAgain(listener.address());
    }

    /** Returns how many faults happened so far. */
    public synchronized int faultsShown() {
        return shown;
    }

    /** Returns all requests so far, such as {@code GET /v1.44/images/NAME/json HTTP/1.1}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns the number of open connections. */
    public int connections() {
        return clients.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener.close();
    }

    private synchronized Optional<EngineFault> next() {
        if (times == 0) {
            return Optional.empty();
        }
        times -= times == Fault.ALWAYS ? 0 : 1;
        return Optional.of(fault);
    }

    private synchronized void countFault() {
        shown++;
    }

    private synchronized Listener listener() {
        return listener;
    }

    /**
     * Closes all connections, and listens again after the downtime. Closing the listener interrupts its threads,
     * including the current one, so that a thread of another executor has to listen again.
     */
    private synchronized void restart(Duration downtime) {
        InetSocketAddress address = listener.address();
        CompletableFuture.delayedExecutor(downtime.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> listenAgain(address));
        listener.close();
    }

    private synchronized void listenAgain(InetSocketAddress address) {
        if (!closed && listener.isClosed()) {
            listener = new Listener(ServerSocketFactory.getDefault(), address, this::serve);
            listener.start();
        }
    }

    private void serve(Socket client) {
        clients.add(client);
        try (client;
                SocketChannel upstream = SocketChannel.open(engine)) {
            Listener current = listener();
            current.closeWithListener(upstream);
            var responses = new ResponseForwarder(upstream, client);
            Future<?> forwarding = current.submit(responses::forward);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (Head request = Head.read(in); !request.start().isEmpty(); request = Head.read(in)) {
                requests.add(request.start());
                Optional<EngineFault> next = request.start().contains("/images/create?") ? next() : Optional.empty();
                if (next.filter(EngineFault::isAnswer).isPresent()) {
                    countFault();
                    client.getOutputStream().write(next.get().answer());
                } else {
                    responses.inject(next.orElse(null));
                    upstream.write(ByteBuffer.wrap(request.bytes()));
                }
            }
            forwarding.cancel(true);
        } catch (IOException e) {
            // The client or the engine closed its connection, or the proxy was closed.
        } finally {
            clients.remove(client);
        }
    }

    /** Forwards the engine's responses on one connection. */
    private final class ResponseForwarder {
        private final SocketChannel from;
        private final Socket to;
        private volatile EngineFault injected;
        private volatile StringBuilder received = new StringBuilder();

        ResponseForwarder(SocketChannel from, Socket to) {
            this.from = from;
            this.to = to;
        }

        /** Injects a fault into the next response, or none if it is null. */
        void inject(EngineFault next) {
            received = new StringBuilder();
            injected = next;
        }

        Void forward() throws IOException {
            try (to) {
                InputStream in = Channels.newInputStream(from);
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    EngineFault next = injected;
                    int before = received.length();
                    received.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    int start = next == null ? -1 : received.indexOf(next.text());
                    if (start < 0) {
                        out.write(buffer, 0, length);
                    } else {
                        out.write(buffer, 0, start + next.text().length() - before);
                        countFault();
                        end(next, in);
                        return null;
                    }
                }
                return null;
            }
        }

        private void end(EngineFault next, InputStream in) throws IOException {
            switch (next.end()) {
                case CUT -> from.close();
                case STALL -> in.transferTo(OutputStream.nullOutputStream());
                case RESTART -> restart(next.downtime());
            }
        }
    }
}
