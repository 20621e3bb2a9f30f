package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which servers are trusted with {@code AWS_CA_BUNDLE} or a profile's {@code ca_bundle}. */
class TrustedCertificatesTest {
    private static final String ADVICE = ". Set it to a file with the certificates to trust, each from"
            + " -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, or remove the setting";

    private static final String SECRET = "wJalrXUtnFEMI";

    private static Certificates certificates;

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    @BeforeAll
    static void makeCertificates() {
        certificates = Certificates.ofThisJvm();
    }

    @Test
    void trustsAServerOfTheAuthorityInTheBundle() throws Exception {
        connect(bundle(certificates.certificate("authority")), "server");
    }

    @Test
    void ignoresTextBetweenTheCertificatesOfTheBundle() throws Exception {
        Path bundle = bundle("# Proxy of the company\n" + certificates.certificate("stranger") + "\nRoot CA - 2026\n"
                + certificates.certificate("authority") + "\n");

        connect(bundle, "server");
    }

    @Test
    void trustsTheAuthoritiesOfJavaToo() throws Exception {
        settings.set("javax.net.ssl.trustStore", certificates.trustStore().toString());
        settings.set("javax.net.ssl.trustStorePassword", "password");

        connect(bundle(certificates.certificate("stranger")), "server");
    }

    @Test
    void doesNotTrustAServerOfAnotherAuthority() {
        Path bundle = bundle(certificates.certificate("stranger"));

        assertThatThrownBy(() -> connect(bundle, "server"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path to requested target");
    }

    @Test
    void doesNotTrustAServerWithAnotherName() {
        Path bundle = bundle(certificates.certificate("authority"));

        assertThatThrownBy(() -> connect(bundle, "elsewhere"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("No subject alternative names matching IP address 127.0.0.1 found");
    }

    @Test
    void usesTheBundleOfTheProfile() {
        try (var aws = new AwsStandIn(certificates.server("server"))) {
            aws.accept("AKIAEXAMPLE", SECRET);
            profile("dev", aws, bundle(certificates.certificate("authority")));

            signIn("dev");

            assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
            profile("other", aws, settings.file("stranger.pem", certificates.certificate("stranger")));
            assertThatThrownBy(() -> signIn("other"))
                    .hasMessageEndingWith(". Add the certificate of the CA that issued it (PEM) to "
                            + settings.folder().resolve("stranger.pem")
                            + ", the file of ca_bundle of AWS profile 'other' ("
                            + settings.folder().resolve("config") + ", line 5)");
            profile("absent", aws, Path.of("absent.pem"));
            assertThatThrownBy(() -> signIn("absent"))
                    .hasMessageStartingWith("cannot use absent.pem of ca_bundle of AWS profile 'absent' ("
                            + settings.folder().resolve("config") + ", line 5): there is no such file. Set it to a"
                            + " file with the certificates to trust, each from -----BEGIN");
        }
    }

    private void profile(String name, AwsStandIn aws, Path bundle) {
        settings.config("[profile " + name + "]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET
                + "\nendpoint_url = " + aws.endpoint() + "\nca_bundle = " + bundle + "\n");
    }

    private static void signIn(String profile) {
        new SignIns(null, new ArrayList<>())
                .signIn(EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com"), new Profile(profile));
    }

    @Test
    void aBundleWithInvalidCertificatesIsAnError() {
        String certificate = certificates.certificate("authority");
        String reason = "it does not consist of certificates in PEM format";

        unusable(bundle(""), reason);
        unusable(bundle("certificate"), reason);
        unusable(bundle("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), reason);
        unusable(bundle(certificate + certificate.substring(0, 100)), reason);
        unusable(bundle(certificates.pkcs8("client")), reason);
    }

    @Test
    void anUnreadableBundleIsAnError() {
        Path absent = settings.folder().resolve("absent.pem");

        unusable(absent, "there is no such file");
        assertThatThrownBy(() -> TrustedCertificates.with(
                        new SettingValue(settings.folder().toString(), "AWS_CA_BUNDLE")))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot use " + settings.folder() + " of AWS_CA_BUNDLE: it cannot be read (")
                .hasMessageEndingWith(ADVICE);
    }

    @Test
    void anUnreadableTrustStoreOfJavaIsAnError() {
        Path bundle = bundle(certificates.certificate("authority"));
        settings.set("javax.net.ssl.trustStore", bundle.toString());

        assertThatThrownBy(() -> TrustedCertificates.with(new SettingValue(bundle.toString(), "AWS_CA_BUNDLE")))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot read Java's trust store: ")
                .hasMessageEndingWith(". Check the system properties javax.net.ssl.trustStore, trustStoreType and"
                        + " trustStorePassword");
    }

    private static void unusable(Path bundle, String reason) {
        ThrowingCallable read = () -> TrustedCertificates.with(new SettingValue(bundle.toString(), "AWS_CA_BUNDLE"));

        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        ExplainedException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.CONFIGURATION))
                .hasMessage("cannot use " + bundle + " of AWS_CA_BUNDLE: " + reason + ADVICE);
    }

    private Path bundle(String pem) {
        return settings.file("bundle.pem", pem);
    }

    /** Connects to a server with this certificate, or throws. */
    private static void connect(Path bundle, String certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, TrustedCertificates.with(new SettingValue(bundle.toString(), "AWS_CA_BUNDLE")), null);
        try (var server = new AwsStandIn(certificates.server(certificate))) {
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            var answer = client.send(HttpRequest.newBuilder(server.endpoint()).build(), BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }
}
