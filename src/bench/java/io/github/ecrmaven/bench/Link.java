package io.github.ecrmaven.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * The connection to the registry, measured without a tool: downloads layers and discards them.
 *
 * @param sockets creates sockets that trust the registry's certificate
 * @param authorization the value of the Authorization header
 */
record Link(SSLSocketFactory sockets, String authorization) {
    /** Downloads all layers in parallel, each over a connection of its own. */
    Run download(List<URI> blobs) {
        long start = System.nanoTime();
        CompletableFuture.allOf(blobs.stream()
                        .map(blob -> CompletableFuture.runAsync(() -> download(blob), task -> new Thread(task).start()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        return new Run((System.nanoTime() - start) / 1e9, Double.NaN, Double.NaN, 0, blobs.size(), Double.NaN);
    }

    private void download(URI blob) {
        try {
            var connection = (HttpsURLConnection) blob.toURL().openConnection();
            connection.setSSLSocketFactory(sockets);
            connection.setRequestProperty("Authorization", authorization);
            try (InputStream in = connection.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
