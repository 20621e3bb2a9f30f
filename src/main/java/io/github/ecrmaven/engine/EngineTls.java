package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.PemBlock;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * TLS to the engine with a folder of PEM files, as the docker CLI reads them: {@code ca.pem}, {@code cert.pem},
 * {@code key.pem}, each of which may be absent.
 *
 * @param folder the folder
 * @param verify whether the engine's certificate is checked; against {@code ca.pem}, or Java's trust store without one
 */
public record EngineTls(Path folder, boolean verify) {
    private static final char[] NO_PASSWORD = {};

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(folder, SafeMessage.of(e), e);
        }
    }

    /** Returns which of the files are absent. */
    List<String> missing() {
        return Stream.of("ca.pem", "cert.pem", "key.pem")
                .filter(file -> !Files.exists(folder.resolve(file)))
                .toList();
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(key), NO_PASSWORD, chain(certificates(certificate)));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        if (!verify) {
            return new TrustManager[] {new TrustAll()};
        }
        Path authority = folder.resolve("ca.pem");
        if (!Files.exists(authority)) {
            return null;
        }
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates(authority)) {
            store.setCertificateEntry("ca" + store.size(), certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** The first certificate and those that vouch for it, in order: a key store takes no others beside them. */
    private static X509Certificate[] chain(List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(certificates.get(0));
        while (next.isPresent()) {
            chain.add(next.get());
            X500Principal issuer = next.get().getIssuerX500Principal();
            next = certificates.stream()
                    .filter(other -> !chain.contains(other)
                            && other.getSubjectX500Principal().equals(issuer))
                    .findFirst();
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            return PemBlock.certificates(Files.readAllBytes(file));
        } catch (CertificateException e) {
            throw unusable(file, "it is not a certificate in PEM form", e);
        } catch (IOException e) {
            throw unusable(file, FileFailure.reason(e), e);
        }
    }

    private static PrivateKey privateKey(Path file) {
        try {
            return ClientKey.read(Files.readAllBytes(file));
        } catch (InvalidKeySpecException e) {
            throw unusable(file, SafeMessage.of(e), e);
        } catch (IOException e) {
            throw unusable(file, FileFailure.reason(e), e);
        }
    }

    private static ExplainedException unusable(Path file, String reason, Exception cause) {
        return ExplainedException.environment(
                "cannot use " + file + " for TLS to the container engine: " + reason, cause);
    }

    /** What {@code SkipTLSVerify} of a docker context asks for. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
