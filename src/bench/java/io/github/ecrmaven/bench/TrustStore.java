package io.github.ecrmaven.bench;

import io.github.ecrmaven.image.PemBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A trust store with Java's own authorities and one more. A JVM takes as long to read it as to read its own, which
 * users have.
 */
final class TrustStore {
    private TrustStore() {}

    /** Writes a file for {@code javax.net.ssl.trustStore}; it can be read without its password. */
    static void write(Path file, String authority) throws IOException {
        try {
            // The type of Java 17's own store; a PKCS#12 store with a password would take longer to read.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            for (X509Certificate certificate : PemBlock.certificates(authority.getBytes(StandardCharsets.US_ASCII))) {
                add(store, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            for (X509Certificate certificate : Arrays.stream(trust.getTrustManagers())
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList()) {
                add(store, certificate);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, "changeit".toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void add(KeyStore store, X509Certificate certificate) throws GeneralSecurityException {
        store.setCertificateEntry("authority" + store.size(), certificate);
    }
}
