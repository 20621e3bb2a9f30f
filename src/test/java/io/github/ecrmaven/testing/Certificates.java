package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for TLS tests, all issued by one authority except {@code stranger}, which is self-signed: {@code server}
 * for 127.0.0.1, {@code elsewhere} for another host, {@code client} with an RSA key, {@code client-ec} with a P-256 key
 * and {@code client-ed} with an Ed25519 key. All tests of a JVM share them, as each takes a run of keytool.
 */
public final class Certificates {
    private static final char[] PASSWORD = "password".toCharArray();

    private static Certificates shared;

    private final Path file;
    private final Set<String> issued = new HashSet<>();
    private KeyStore store;

    private Certificates(Path folder) {
        file = folder.resolve("certificates.p12");
        // RSA 2048 as AWS's servers use it; Java verifies it faster than other keys.
        keytool("authority", "-keyalg", "RSA", "-keysize", "2048", "-ext", "bc:c");
        keytool("stranger", "-keyalg", "EC", "-ext", "bc:c");
        keytool("server", "-keyalg", "RSA", "-keysize", "2048", "-signer", "authority", "-ext", "san=ip:127.0.0.1");
        keytool("elsewhere", "-keyalg", "EC", "-signer", "authority", "-ext", "san=dns:elsewhere");
        keytool("client", "-keyalg", "RSA", "-signer", "authority");
        keytool("client-ec", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "authority");
        keytool("client-ed", "-keyalg", "Ed25519", "-signer", "authority");
        store = load();
    }

    /** Returns the certificates that the tests of this JVM share, created on the first call. */
    public static synchronized Certificates ofThisJvm() {
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("certificates");
                folder.toFile().deleteOnExit();
                shared = new Certificates(folder);
                shared.file.toFile().deleteOnExit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** Issues a certificate for these hosts, and returns the TLS context of a server with it. */
    public SSLContext serverOf(String... hosts) {
        String alias = String.join(" ", hosts);
        String names = Stream.of(hosts).map("dns:"::concat).collect(Collectors.joining(","));
        if (issued.add(alias)) {
            keytool(alias, "-keyalg", "EC", "-signer", "authority", "-ext", "san=" + names);
            store = load();
        }
        return server(alias);
    }

    private void keytool(String alias, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-validity", "2"));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), System.getProperty("file.encoding"));
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            loaded.load(in, PASSWORD);
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the TLS context of a server with one of the certificates, which trusts clients of the authority. */
    public SSLContext server(String alias) {
        try {
            KeyStore own = empty();
            own.setKeyEntry(alias, key(alias), PASSWORD, store.getCertificateChain(alias));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            KeyStore trusted = empty();
            trusted.setCertificateEntry("authority", store.getCertificate("authority"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private PrivateKey key(String alias) throws GeneralSecurityException {
        return (PrivateKey) store.getKey(alias, PASSWORD);
    }

    /** Returns a PKCS#12 trust store with all certificates and the password {@code password}. */
    public Path trustStore() {
        return file;
    }

    /** Returns a certificate as PEM. */
    public String certificate(String alias) {
        try {
            return pem("CERTIFICATE", store.getCertificate(alias).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a private key as PEM in PKCS#8 format. */
    public String pkcs8(String alias) {
        return pem("PRIVATE KEY", encoded(alias));
    }

    /**
     * Returns an RSA key as PEM in the older PKCS#1 format: PKCS#8 without the 26 bytes of the algorithm identifier.
     */
    public String pkcs1(String alias) {
        byte[] pkcs8 = encoded(alias);
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    /** Returns a P-256 key as PEM in the older SEC 1 format, as {@code openssl ecparam -genkey} writes it. */
    public String sec1(String alias) {
        byte[] pkcs8 = encoded(alias);
        byte[] number = Arrays.copyOfRange(pkcs8, 35, 67);
        byte[] curve = HexFormat.of().parseHex("06082a8648ce3d030107");
        String fields = "020101" + "0420" + HexFormat.of().formatHex(number) + "a00a"
                + HexFormat.of().formatHex(curve);
        return pem("EC PARAMETERS", curve)
                + pem("EC PRIVATE KEY", HexFormat.of().parseHex("3031" + fields));
    }

    private byte[] encoded(String alias) {
        try {
            return key(alias).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }
}
