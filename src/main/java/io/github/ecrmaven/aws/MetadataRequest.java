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
 * A request to a service beside the build that hands out credentials: it goes through no proxy, follows no redirect,
 * and ends in time and with a small answer, whoever listens there.
 *
 * @param method of HTTP
 * @param headers to send
 * @param connectTimeout until there is a connection
 * @param timeout from then on, for the answer as a whole
 */
record MetadataRequest(String method, URI uri, Map<String, String> headers, Duration connectTimeout, Duration timeout) {
    private static final int LONGEST_ANSWER = 1 << 16;

    /** An answer of any status. */
    record Answer(int status, String body) {
        boolean isOk() {
            return status == HttpURLConnection.HTTP_OK;
        }

        boolean isServersFault() {
            return status >= HttpURLConnection.HTTP_INTERNAL_ERROR;
        }

        /** Returns nothing of the body, which may be a secret. */
        @Override
        public String toString() {
            return "HTTP status " + status;
        }
    }

    /**
     * Sends the request, once.
     *
     * @throws ConnectException when nobody listens there
     * @throws LimitedInputStream.TooMuchException when the answer is longer than any of such a service
     */
    Answer send() throws IOException {
        HttpURLConnection connection = TimedExchange.open(uri, connectTimeout);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        connection.setRequestProperty("Accept", "*/*");
        try {
            return TimedExchange.within(
                    connectTimeout.plus(timeout), connection, "ecr-metadata", () -> answer(connection));
        } catch (SocketTimeoutException e) {
            throw SafeMessage.of(e).startsWith("Connect")
                    ? new ConnectException(SafeMessage.of(e))
                    : new SocketTimeoutException("no answer");
        }
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is not HTTP");
        }
        try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            byte[] body = in == null ? new byte[0] : new LimitedInputStream(in, LONGEST_ANSWER).readAllBytes();
            return new Answer(status, new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Returns nothing of the headers and the path, which may be secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
