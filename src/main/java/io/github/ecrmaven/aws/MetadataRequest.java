package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request to the local service of a container or an instance that has its credentials.
 *
 * <p>It uses no proxy, follows no redirect, and limits the time and the length of the answer, as any program may listen
 * at that address.
 *
 * @param method the HTTP method
 * @param connectTimeout the limit of connecting
 * @param timeout the limit of the whole answer after connecting
 */
record MetadataRequest(String method, URI uri, Map<String, String> headers, Duration connectTimeout, Duration timeout) {
    private static final int MAX_ANSWER_SIZE = 1 << 16;

    record Answer(int status, String body) {
        boolean isOk() {
            return status == HttpURLConnection.HTTP_OK;
        }

        boolean isServerError() {
            return status >= HttpURLConnection.HTTP_INTERNAL_ERROR;
        }

        /** Returns only the status, as the body may be secret. */
        @Override
        public String toString() {
            return "HTTP status " + status;
        }
    }

    /**
     * Sends the request, without retries.
     *
     * @throws ConnectException if nothing listens at the address, or connecting takes too long
     * @throws SocketTimeoutException if there is no whole answer in time
     * @throws LimitedInputStream.TooMuchException if the answer is longer than 64 KiB
     */
    Answer send() throws IOException {
        HttpURLConnection connection = TimedExchange.open(uri, connectTimeout);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        connection.setRequestProperty("Accept", "*/*");
        try {
            var exchange = new TimedExchange(connection, "ecr-metadata");
            return exchange.run(connectTimeout.plus(timeout), () -> answer(connection, exchange));
        } catch (SocketTimeoutException e) {
            throw SafeMessage.of(e).startsWith("Connect")
                    ? new ConnectException(SafeMessage.of(e))
                    : new SocketTimeoutException("no answer");
        }
    }

    private static Answer answer(HttpURLConnection connection, TimedExchange exchange) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is not HTTP");
        }
        try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            byte[] body = in == null
                    ? new byte[0]
                    : new LimitedInputStream(exchange.body(in), MAX_ANSWER_SIZE).readAllBytes();
            return new Answer(status, new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Returns the request without its headers and path, which may be secret. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
