package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Reply.End;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/**
 * An HTTP/1.1 server on a free port of 127.0.0.1, with daemon threads only.
 *
 * <p>Container engines try TLS first and fall back to HTTP when the response is in plain text. The JDK's HttpServer
 * sends no response to a TLS handshake, which delays each connection by ten seconds.
 */
final class StandInServer implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 22;
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            206, "Partial Content",
            307, "Temporary Redirect",
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not Found",
            429, "Too Many Requests",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private final Function<Request, Reply> answers;
    private final InstantSource clock;
    private final Listener listener;

    /** Creates an HTTP server on a free port. */
    StandInServer(Function<Request, Reply> answers) {
        this(answers, ServerSocketFactory.getDefault(), InstantSource.system());
    }

    /** Creates an HTTP server at this address. */
    StandInServer(Function<Request, Reply> answers, InetSocketAddress address) {
        this.answers = answers;
        this.clock = InstantSource.system();
        listener = new Listener(ServerSocketFactory.getDefault(), address, this::serve);
    }

    /** Creates a server with these sockets, plain or TLS, that sends the time of this clock in its responses. */
    StandInServer(Function<Request, Reply> answers, ServerSocketFactory sockets, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
        listener = new Listener(sockets, this::serve);
    }

    void start() {
        listener.start();
    }

    String host() {
        return listener.host();
    }

    int openConnections() {
        return listener.openConnections();
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            boolean open = true;
            while (open) {
                in.mark(1);
                int first = in.read();
                in.reset();
                if (first == TLS_HANDSHAKE) {
                    send(out, "", Reply.of(400, "text/plain", "This is plain HTTP."));
                }
                open = first >= 0 && first != TLS_HANDSHAKE && exchange(in, out);
            }
        } catch (IOException e) {
            // The client closed the connection, or the stand-in was closed.
        }
    }

    /** Answers one request, and returns whether the connection stays open for another. */
    private boolean exchange(InputStream in, OutputStream out) throws IOException {
        Head head = Head.read(in);
        String[] start = head.start().split(" ", 3);
        String body = new String(head.readBody(in, out), StandardCharsets.UTF_8);
        Request request = new Request(start[0], URI.create(start[1]), head.headers(), body);
        Reply reply = answer(request);
        if (reply.isNone()) {
            return false;
        }
        send(out, request.method(), reply);
        return switch (reply.end()) {
            case WHOLE -> true;
            case CUT -> false;
            case STALLED -> in.read() >= 0;
        };
    }

    private Reply answer(Request request) {
        try {
            return answers.apply(request);
        } catch (RuntimeException e) {
            return Reply.of(500, "text/plain", "the stand-in failed: " + e);
        }
    }

    private void send(OutputStream out, String method, Reply reply) throws IOException {
        byte[] body = reply.body().bytes();
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " ");
        head.append(REASONS.getOrDefault(reply.status(), "") + "\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC)) + "\r\n");
        head.append("Content-Length: " + body.length + "\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!method.equals("HEAD")) {
            write(out, body, reply.end() == End.WHOLE ? body.length : body.length / 2, reply.bytesPerSecond());
        }
    }

    private static void write(OutputStream out, byte[] body, int length, int bytesPerSecond) throws IOException {
        int portion = Math.max(1, bytesPerSecond / 20);
        long start = System.nanoTime();
        int written = 0;
        while (written < length) {
            int next = Math.min(portion, length - written);
            out.write(body, written, next);
            written += next;
            sleep(start + TimeUnit.SECONDS.toNanos(written) / bytesPerSecond - System.nanoTime());
        }
    }

    private static void sleep(long nanoseconds) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the stand-in was closed");
        }
    }
}
