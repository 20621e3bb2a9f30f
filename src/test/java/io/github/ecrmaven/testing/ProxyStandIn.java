package io.github.ecrmaven.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A stand-in for an HTTP proxy, on a free port of 127.0.0.1. It tunnels CONNECT requests and forwards requests for http
 * URLs, to this machine only, one request per connection.
 */
public final class ProxyStandIn implements AutoCloseable {
    private static final int OK = 200;
    private static final int AUTHENTICATION_REQUIRED = 407;
    private static final int BAD_GATEWAY = 502;

    /**
     * A request that the proxy received.
     *
     * @param target the requested {@code HOST:PORT}
     * @param status the status of the proxy's own response, or 200 if it connected to the target
     */
    public record Call(String target, int status) {}

    private final String scheme;
    private final Listener listener;
    private final Map<String, URI> routes = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile String authorization;
    private volatile int status = OK;

    /** Creates a proxy with an http URL, which can tunnel TLS connections too. */
    public ProxyStandIn() {
        this("http", ServerSocketFactory.getDefault());
    }

    /** Creates a proxy with an https URL and the certificate of {@code tls}. */
    public ProxyStandIn(SSLContext tls) {
        this("https", tls.getServerSocketFactory());
    }

    private ProxyStandIn(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        listener = new Listener(sockets, this::serve);
        listener.start();
    }

    /** Returns the proxy's URL, the value for {@code https_proxy}. */
    public URI uri() {
        return URI.create(scheme + "://" + listener.host());
    }

    /** Routes requests for {@code HOST:PORT} to a stand-in from now on. */
    public void lead(String target, URI standIn) {
        routes.put(target, standIn);
    }

    /** Requires this username and password from now on. */
    public void demand(String username, String password) {
        authorization = "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Answers every request with this status from now on. */
    public void refuse(int refusal) {
        status = refusal;
    }

    /** Returns all requests so far, in the order of arrival. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            Head head = Head.read(in);
            String[] start = head.start().split(" ", 3);
            boolean tunnel = start[0].equals("CONNECT");
            URI uri = URI.create(tunnel ? "https://" + start[1] : start[1]);
            String target = uri.getPort() < 0 ? uri.getHost() + ":80" : uri.getAuthority();
            URI route = target.startsWith("127.0.0.1:") ? uri : routes.get(target);
            int answer = answer(head, route);
            calls.add(new Call(target, answer));
            if (answer != OK) {
                head.readBody(in, out);
                refuse(answer, out);
                return;
            }
            try (Socket server = new Socket(route.getHost(), route.getPort())) {
                listener.closeWithListener(server);
                if (tunnel) {
                    out.write(new Head("HTTP/1.1 200 Connection established", Map.of()).bytes());
                    tunnel(in, out, server);
                } else {
                    forward(head, uri, in, out, server);
                }
            }
        } catch (IOException e) {
            // The client or the server closed its connection, or the stand-in was closed.
        }
    }

    private int answer(Head head, URI route) {
        if (status != OK) {
            return status;
        }
        if (authorization != null && !authorization.equals(head.headers().get("Proxy-Authorization"))) {
            return AUTHENTICATION_REQUIRED;
        }
        return route == null ? BAD_GATEWAY : OK;
    }

    /** Sends an HTML page with the status, as proxies do whatever the client accepts. */
    private static void refuse(int status, OutputStream out) throws IOException {
        byte[] page = "<html><h1>Refused by the stand-in</h1></html>".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(Map.of("Connection", "close", "Content-Type", "text/html"));
        headers.put("Content-Length", String.valueOf(page.length));
        if (status == AUTHENTICATION_REQUIRED) {
            headers.put("Proxy-Authenticate", "Basic realm=\"stand-in\"");
        }
        out.write(new Head("HTTP/1.1 " + status + " Refused", headers).bytes());
        out.write(page);
    }

    private void tunnel(InputStream in, OutputStream out, Socket server) throws IOException {
        Future<?> upwards = listener.submit(() -> {
            try (server) {
                in.transferTo(server.getOutputStream());
            }
            return null;
        });
        server.getInputStream().transferTo(out);
        upwards.cancel(true);
    }

    private static void forward(Head request, URI uri, InputStream in, OutputStream out, Socket server)
            throws IOException {
        byte[] body = request.readBody(in, out);
        request.headers().keySet().removeIf(name -> name.startsWith("Proxy-") || name.equals("Expect"));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String method = request.start().split(" ", 2)[0];
        OutputStream up = server.getOutputStream();
        up.write(new Head(method + " " + uri.getRawPath() + query + " HTTP/1.1", request.headers()).bytes());
        up.write(body);
        InputStream down = new BufferedInputStream(server.getInputStream());
        Head reply = Head.read(down);
        reply.headers().put("Connection", "close");
        out.write(reply.bytes());
        out.write(reply.readBody(down, up));
    }
}
