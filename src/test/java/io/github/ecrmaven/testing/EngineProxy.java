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
 * Stands at a port of 127.0.0.1 between a client and the container engine. It passes on what both say, byte for byte,
 * but for the answers to pulls that it was told to spoil.
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

    /** One before the engine at {@code unix://…} or {@code tcp://…}. */
    public EngineProxy(URI engine) {
        this.engine = engine.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(engine.getPath())
                : new InetSocketAddress(engine.getHost(), engine.getPort());
        listener = new Listener(ServerSocketFactory.getDefault(), this::serve);
        listener.start();
    }

    /** Where it listens: {@code tcp://127.0.0.1:PORT}. */
    public synchronized URI uri() {
        return URI.create("tcp://" + listener.host());
    }

    /** Spoils the next pulls, that many or {@link Fault#ALWAYS}. */
    public synchronized void fail(EngineFault next, int pulls) {
        fault = next;
        times = pulls;
    }

    /** From now on spoils nothing, and is there. */
    public synchronized void recover() {
        times = 0;
        returnTo(listener.address());
    }

    /** How many pulls were spoiled until now. */
    public synchronized int faultsShown() {
        return shown;
    }

    /** Every request until now, as {@code GET /v1.44/images/NAME/json HTTP/1.1}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections are open. */
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

    private synchronized void show() {
        shown++;
    }

    private synchronized Listener listener() {
        return listener;
    }

    /** A listener that is closed interrupts its threads, this one too, so another has to open the next. */
    private synchronized void leave(Duration absence) {
        InetSocketAddress address = listener.address();
        CompletableFuture.delayedExecutor(absence.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> returnTo(address));
        listener.close();
    }

    private synchronized void returnTo(InetSocketAddress address) {
        if (!closed && listener.isClosed()) {
            listener = new Listener(ServerSocketFactory.getDefault(), address, this::serve);
            listener.start();
        }
    }

    private void serve(Socket client) {
        clients.add(client);
        try (client;
                SocketChannel upstream = SocketChannel.open(engine)) {
            Listener here = listener();
            here.closeWithListener(upstream);
            var answers = new Answers(upstream, client);
            Future<?> passing = here.submit(answers::pass);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (Head request = Head.read(in); !request.start().isEmpty(); request = Head.read(in)) {
                requests.add(request.start());
                Optional<EngineFault> next = request.start().contains("/images/create?") ? next() : Optional.empty();
                if (next.filter(EngineFault::isAnswer).isPresent()) {
                    show();
                    client.getOutputStream().write(next.get().answer());
                } else {
                    answers.spoil(next.orElse(null));
                    upstream.write(ByteBuffer.wrap(request.bytes()));
                }
            }
            passing.cancel(true);
        } catch (IOException e) {
            // One of the sides went away, or the proxy was closed.
        } finally {
            clients.remove(client);
        }
    }

    /** What the engine says over a connection. */
    private final class Answers {
        private final SocketChannel from;
        private final Socket to;
        private volatile EngineFault spoiling;
        private volatile StringBuilder said = new StringBuilder();

        Answers(SocketChannel from, Socket to) {
            this.from = from;
            this.to = to;
        }

        void spoil(EngineFault next) {
            said = new StringBuilder();
            spoiling = next;
        }

        Void pass() throws IOException {
            try (to) {
                InputStream in = Channels.newInputStream(from);
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    EngineFault next = spoiling;
                    int before = said.length();
                    said.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    int words = next == null ? -1 : said.indexOf(next.words());
                    if (words < 0) {
                        out.write(buffer, 0, length);
                    } else {
                        out.write(buffer, 0, words + next.words().length() - before);
                        show();
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
                case RESTART -> leave(next.absence());
            }
        }
    }
}
