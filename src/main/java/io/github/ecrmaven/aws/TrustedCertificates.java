package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.InMemoryKeyStore;
import io.github.ecrmaven.image.PemBlock;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates of {@code AWS_CA_BUNDLE} or a profile's {@code ca_bundle}, together with those that Java trusts. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * Returns one trust manager for both, so that there is one reason if it does not trust a certificate.
     *
     * @param bundle the setting with the path of a file of PEM certificates
     * @throws ExplainedException if it is not such a file, or Java's trust store cannot be read
     */
    static TrustManager[] with(SettingValue bundle) {
        try {
            List<Certificate> all = new ArrayList<>(certificates(bundle));
            all.addAll(ofJava());
            return managers(InMemoryKeyStore.of(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Collection<? extends Certificate> certificates(SettingValue bundle) {
        byte[] pem;
        try {
            pem = Files.readAllBytes(Path.of(bundle.text()));
        } catch (NoSuchFileException e) {
            throw unusable(bundle, "there is no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(bundle, "it cannot be read (" + SafeMessage.of(e) + ")");
        }
        try {
            return PemBlock.certificates(pem);
        } catch (CertificateException e) {
            throw unusable(bundle, "it does not consist of certificates in PEM format");
        }
    }

    private static ExplainedException unusable(SettingValue bundle, String reason) {
        return ExplainedException.configuration("cannot use " + bundle.text() + " of " + bundle.origin() + ": " + reason
                + ". Set it to a file with the certificates to trust, each from -----BEGIN CERTIFICATE----- to"
                + " -----END CERTIFICATE-----, or remove the setting");
    }

    /** Returns the certificates of Java's trust store, or of {@code javax.net.ssl.trustStore}. */
    private static List<? extends Certificate> ofJava() throws NoSuchAlgorithmException {
        try {
            return Arrays.stream(managers(null))
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (KeyStoreException e) {
            throw ExplainedException.configuration("cannot read Java's trust store: "
                    + SafeMessage.of(e.getCause() == null ? e : e.getCause())
                    + ". Check the system properties javax.net.ssl.trustStore, trustStoreType and trustStorePassword");
        }
    }

    private static TrustManager[] managers(KeyStore store) throws NoSuchAlgorithmException, KeyStoreException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
