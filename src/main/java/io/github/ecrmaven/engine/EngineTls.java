package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS to the engine with a folder of PEM files, as the docker CLI reads them: {@code ca.pem}, {@code cert.pem},
 * {@code key.pem}, each of which may be absent.
 *
 * @param folder the folder
 * @param verify whether the engine's certificate is checked; against {@code ca.pem}, or Java's trust store without one
 */
public record EngineTls(Path folder, boolean verify) {
    private static final Pattern PEM_KEY = Pattern.compile("-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]+)-----END");
    private static final char[] NO_PASSWORD = {};

    /** SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL } }: what PKCS#8 puts before a PKCS#1 key. */
    private static final byte[] PKCS8_RSA_HEADER = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(folder, e.toString(), e);
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
        store.setKeyEntry(
                "client",
                privateKey(key),
                NO_PASSWORD,
                certificates(certificate).toArray(Certificate[]::new));
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

    private static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return certificates;
        } catch (CertificateException e) {
            throw unusable(file, "it is not a certificate in PEM form", e);
        } catch (IOException e) {
            throw unusable(file, e.toString(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws NoSuchAlgorithmException {
        try {
            var pem = PEM_KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                throw unusable(file, "it is not an unencrypted private key in PEM form", null);
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return switch (pem.group(1)) {
                case "PRIVATE KEY" -> pkcs8(der);
                case "RSA PRIVATE KEY" ->
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(wrap(der)));
                default ->
                    throw unusable(
                            file,
                            "it is of the form " + pem.group(1) + ": convert it with 'openssl pkcs8 -topk8 -nocrypt'",
                            null);
            };
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw unusable(file, "it is not a whole RSA or EC key", e);
        } catch (IOException e) {
            throw unusable(file, e.toString(), e);
        }
    }

    private static ExplainedException unusable(Path file, String reason, Exception cause) {
        return ExplainedException.environment(
                "cannot use " + file + " for TLS to the container engine: " + reason, cause);
    }

    private static PrivateKey pkcs8(byte[] der) throws NoSuchAlgorithmException, InvalidKeySpecException {
        var spec = new PKCS8EncodedKeySpec(der);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }

    /** Makes PKCS#8 of a PKCS#1 key (RFC 5208, section 5). */
    private static byte[] wrap(byte[] pkcs1) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(PKCS8_RSA_HEADER);
        inner.writeBytes(der(0x04, pkcs1));
        return der(0x30, inner.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
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
