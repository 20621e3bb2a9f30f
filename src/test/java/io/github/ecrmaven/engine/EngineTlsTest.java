package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS connections to an engine that has a certificate and requires one. */
class EngineTlsTest {
    private static Certificates certificates;

    @TempDir
    private Path folder;

    private EngineStandIn engine;

    @BeforeAll
    static void makeCertificates() {
        certificates = Certificates.ofThisJvm();
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    /** The key formats that Go's tls.X509KeyPair accepts; the content decides, not the label. */
    @ParameterizedTest(name = "{0} {1}, BEGIN {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "client,    pkcs8, -",
                "client,    pkcs1, -",
                "client,    pkcs8, RSA PRIVATE KEY",
                "client,    pkcs1, PRIVATE KEY",
                "client-ec, pkcs8, -",
                "client-ec, sec1,  -",
                "client-ec, sec1,  PRIVATE KEY",
                "client-ec, pkcs8, EC PRIVATE KEY",
                "client-ed, pkcs8, -",
            })
    void connectsWithAKeyOfAnyFormat(String client, String form, String label) throws IOException {
        String key = switch (form) {
            case "pkcs1" -> certificates.pkcs1(client);
            case "sec1" -> certificates.sec1(client);
            default -> certificates.pkcs8(client);
        };
        write("ca.pem", certificates.certificate("authority"));
        write("cert.pem", certificates.certificate(client));
        write("key.pem", label == null ? key : key.replaceAll("(BEGIN|END) [A-Z ]*PRIVATE KEY", "$1 " + label));

        assertThat(connect("server", true)).isEqualTo("Docker 28.5.2");
    }

    @Test
    void connectsIfTheFilesHoldOtherCertificatesAndKeysToo() throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        write(
                "cert.pem",
                certificates.pkcs8("client")
                        + certificates.certificate("client")
                        + certificates.certificate("stranger")
                        + certificates.certificate("authority"));
        write("key.pem", certificates.certificate("client") + certificates.pkcs8("client"));

        assertThat(connect("server", true)).isEqualTo("Docker 28.5.2");
    }

    @Test
    void connectsWithOneOfSeveralAuthorities() throws IOException {
        write("ca.pem", certificates.certificate("stranger") + certificates.certificate("authority"));
        writeClientsCertificateAndKey();

        assertThat(connect("server", true)).isEqualTo("Docker 28.5.2");
    }

    @Test
    void readsAKeyWithTextAroundIt() throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        write("cert.pem", "Bag Attributes\n" + certificates.certificate("client"));
        write("key.pem", "Bag Attributes: none\n" + certificates.pkcs8("client") + "\n");

        assertThat(connect("server", true)).isEqualTo("Docker 28.5.2");
    }

    @Test
    @Timeout(30)
    void anEngineThatSendsNothingTimesOut() throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        writeClientsCertificateAndKey();
        engine = new EngineStandIn(certificates.server("server"));
        engine.pullThatHangsAfter("{\"status\":\"Pulling from team/app\"}");
        var address = new EngineAddress(engine.uri(), new EngineTls(folder, true), "the test");

        try (var connected = Engines.connect(address, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> connected.pull(ImageReference.parse("r.io/app:1"), null, null, layer -> {}))
                    .hasMessageContaining("no data from " + connected + " for 1 s");
        }
    }

    @Test
    void refusesAnEngineOfAnotherAuthority() throws IOException {
        write("ca.pem", certificates.certificate("stranger"));
        writeClientsCertificateAndKey();

        assertThatThrownBy(() -> connect("server", true))
                .hasMessage(noTls("unable to find valid certification path to requested target"));
    }

    @Test
    void refusesAnEngineOfAnUnknownAuthorityIfCaPemIsAbsent() throws IOException {
        writeClientsCertificateAndKey();

        assertThatThrownBy(() -> connect("server", true))
                .hasMessage(noTls("unable to find valid certification path to requested target")
                        + "; missing there: ca.pem");
    }

    @Test
    void refusesAnEngineWithAnotherName() throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        writeClientsCertificateAndKey();

        assertThatThrownBy(() -> connect("elsewhere", true))
                .hasMessage(noTls("No subject alternative names matching IP address 127.0.0.1 found"));
    }

    @Test
    void acceptsAnyAuthorityWithoutVerification() throws IOException {
        write("ca.pem", certificates.certificate("stranger"));
        writeClientsCertificateAndKey();

        assertThat(connect("server", false)).isEqualTo("Docker 28.5.2");
    }

    @Test
    void acceptsAnyNameWithoutVerification() throws IOException {
        writeClientsCertificateAndKey();

        assertThat(connect("elsewhere", false)).isEqualTo("Docker 28.5.2");
    }

    @ParameterizedTest
    @CsvSource({"cert.pem, key.pem", "key.pem, cert.pem", "neither, 'cert.pem, key.pem'"})
    void isRefusedWithoutACertificateAndItsKey(String given, String missing) throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        write(given, given.equals("key.pem") ? certificates.pkcs8("client") : certificates.certificate("client"));

        assertThatThrownBy(() -> connect("server", true))
                .hasMessageStartingWith(noTls())
                .hasMessageEndingWith(advice() + "; missing there: " + missing);
    }

    @Test
    void isRefusedWithTheCertificateOfAnotherAuthority() throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        write("cert.pem", certificates.certificate("stranger"));
        write("key.pem", certificates.pkcs8("stranger"));

        assertThatThrownBy(() -> connect("server", true))
                .hasMessageStartingWith(noTls())
                .hasMessageEndingWith(advice());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = ';',
            value = {
                "ca.pem; ''; 'it is not a certificate in PEM form'",
                "ca.pem; 'garbage'; 'it is not a certificate in PEM form'",
                "ca.pem; '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'; 'it is not a"
                        + " certificate in PEM form'",
                "cert.pem; ''; 'it is not a certificate in PEM form'",
                "cert.pem; 'garbage'; 'it is not a certificate in PEM form'",
                "key.pem; ''; 'it contains no private key in PEM format'",
                "key.pem; 'garbage'; 'it contains no private key in PEM format'",
                "key.pem; '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'; 'it contains no"
                        + " private key in PEM format'",
                "key.pem; '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'; 'it is not a complete"
                        + " private key for RSA, an elliptic curve or Ed25519'",
                "key.pem; '-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----'; 'it is not a complete"
                        + " private key for RSA, an elliptic curve or Ed25519'",
                "key.pem; '-----BEGIN PRIVATE KEY-----\nMAYCAQAwAA==\n-----END PRIVATE KEY-----'; 'it is not a"
                        + " complete private key for RSA, an elliptic curve or Ed25519'",
                "key.pem; '-----BEGIN PRIVATE KEY-----\nMIIBAAIBAAAAAA==\n-----END PRIVATE KEY-----'; 'it is"
                        + " not a complete private key for RSA, an elliptic curve or Ed25519'",
                "key.pem; '-----BEGIN RSA PRIVATE KEY-----\nMAYCAQACAQA=\n-----END RSA PRIVATE KEY-----'; 'it"
                        + " is not a complete private key for RSA, an elliptic curve or Ed25519'",
                "key.pem; '-----BEGIN EC PRIVATE KEY-----\nMAYCAQEEAQE=\n-----END EC PRIVATE KEY-----'; 'it"
                        + " does not name the curve of the key'",
                "key.pem; '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----'; 'it"
                        + " is in OpenSSH''s key format: convert it with ''ssh-keygen -p -m PKCS8 -f key.pem'''",
                "key.pem; '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info:"
                        + " AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----'; 'it is encrypted, which"
                        + " the docker CLI does not support either. Remove the passphrase with"
                        + " ''openssl pkey -in key.pem -out key.pem'''",
                "key.pem; '-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE"
                        + " KEY-----'; 'it is encrypted, which the docker CLI does not support either. Remove"
                        + " the passphrase with ''openssl pkey -in key.pem -out key.pem'''",
                "key.pem; '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----';"
                        + " 'it is encrypted, which the docker CLI does not support either. Remove the"
                        + " passphrase with ''openssl pkey -in key.pem -out key.pem'''",
            })
    void saysWhichFileCannotBeUsed(String file, String content, String reason) throws IOException {
        write("ca.pem", certificates.certificate("authority"));
        writeClientsCertificateAndKey();
        write(file, content);

        assertThatThrownBy(() -> connect("server", true))
                .hasMessage("cannot use " + folder.resolve(file) + " for TLS to the container engine: " + reason)
                .message()
                .doesNotContain("AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
    void saysWhichFileIsADirectory(String file) throws IOException {
        writeClientsCertificateAndKey();
        Files.deleteIfExists(folder.resolve(file));
        Files.createDirectory(folder.resolve(file));

        assertThatThrownBy(() -> connect("server", true))
                .hasMessage("cannot use " + folder.resolve(file) + " for TLS to the container engine: is a directory");
    }

    @Test
    void explainsAPlainConnectionToAnEngineThatRequiresTls() {
        engine = new EngineStandIn(certificates.server("server"));

        assertThatThrownBy(() -> Engines.connect(new EngineAddress(engine.uri(), null, "the test")))
                .hasMessage("no container engine at " + engine.uri() + " (the test): what listens there does"
                        + " not respond like a container engine (The target server failed to respond)."
                        + " Set dockerHost or DOCKER_HOST to where the engine listens;"
                        + " if it requires TLS, set certPath or DOCKER_TLS_VERIFY too");
    }

    private void writeClientsCertificateAndKey() throws IOException {
        write("cert.pem", certificates.certificate("client"));
        write("key.pem", certificates.pkcs8("client"));
    }

    private void write(String file, String pem) throws IOException {
        Files.writeString(folder.resolve(file), pem);
    }

    /** Connects to an engine that has this certificate, and returns its name without the address. */
    private String connect(String certificate, boolean verify) {
        engine = new EngineStandIn(certificates.server(certificate));
        var address = new EngineAddress(engine.uri(), new EngineTls(folder, verify), "the test");
        try (ContainerEngine connected = Engines.connect(address)) {
            return connected.toString().replace(" at " + engine.uri(), "");
        }
    }

    private String noTls(String reason) {
        return noTls() + reason + advice();
    }

    /** Returns the message up to the reason, which depends on which side closes the connection first. */
    private String noTls() {
        return "no container engine at " + engine.uri() + " (the test): no TLS connection (";
    }

    private String advice() {
        return "). Check that ca.pem, cert.pem and key.pem in " + folder + " are for this engine";
    }
}
