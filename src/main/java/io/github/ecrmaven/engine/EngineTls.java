package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.InMemoryKeyStore;
import io.github.ecrmaven.image.PemBlock;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.apache.hc.core5.ssl.SSLContextBuilder;

/**
 * The TLS settings of a connection to an engine: a directory with the PEM files {@code ca.pem}, {@code cert.pem} and
 * {@code key.pem}, as the docker CLI reads them. Each may be missing.
 *
 * @param folder the directory
 * @param verify whether the certificate of the engine and its host name are verified; by {@code ca.pem}, or by Java's
 *     trust store if that is missing
 */
public record EngineTls(Path folder, boolean verify) {
    private static final char[] NO_PASSWORD = {};

    SSLContext context() {
        Path authority = folder.resolve("ca.pem");
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        try {
            var context = SSLContextBuilder.create();
            if (!verify) {
                context.loadTrustMaterial((chain, type) -> true);
            } else if (Files.exists(authority)) {
                context.loadTrustMaterial(InMemoryKeyStore.of(certificates(authority)), null);
            }
            if (Files.exists(certificate) && Files.exists(key)) {
                KeyStore identity = InMemoryKeyStore.of(List.of());
                identity.setKeyEntry("client", privateKey(key), NO_PASSWORD, chain(certificates(certificate)));
                context.loadKeyMaterial(identity, NO_PASSWORD);
            }
            return context.build();
        } catch (GeneralSecurityException e) {
            throw unusable(folder, SafeMessage.of(e), e);
        }
    }

    /** Returns which of the files are missing. */
    List<String> missing() {
        return Stream.of("ca.pem", "cert.pem", "key.pem")
                .filter(file -> !Files.exists(folder.resolve(file)))
                .toList();
    }

    /** Returns the first certificate and those of its issuers, in order: a key store accepts no others with them. */
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
            return TlsClientKey.read(Files.readAllBytes(file));
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
}
