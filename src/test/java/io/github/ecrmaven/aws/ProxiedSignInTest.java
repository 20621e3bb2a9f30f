package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.ProxyStandIn.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signing in behind a proxy that requires a password and inspects TLS with its own certificates, as in many companies.
 * The proxy records which of AWS's endpoints are called.
 */
class ProxiedSignInTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String TOKEN = "IQoJb3JpZ2luX2Vj";

    private static final CredentialSource KEY = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test");

    private static SSLContext tls;
    private static Path trustStore;
    private static Path authority;

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final ProxyStandIn proxy = new ProxyStandIn();
    private final AwsStandIn aws = new AwsStandIn(tls);
    private final List<String> log = new ArrayList<>();

    @BeforeAll
    static void makeCertificates(@TempDir Path keys) throws IOException {
        var certificates = Certificates.ofThisJvm();
        tls = certificates.serverOf(
                "*.ecr.eu-west-1.amazonaws.com",
                "*.ecr.cn-north-1.amazonaws.com.cn",
                "*.us-east-1.amazonaws.com",
                "*.ecr-public.us-east-1.amazonaws.com",
                "*.ecr-fips.us-east-1.amazonaws.com",
                "*.us-east-1.api.aws",
                "*.eu-west-1.amazonaws.com",
                "*.cn-north-1.amazonaws.com.cn",
                "*.sso.eu-west-1.amazonaws.com",
                "*.signin.aws.amazon.com");
        authority = Files.writeString(keys.resolve("proxy.pem"), certificates.certificate("authority"));
        trustStore = certificates.trustStore();
    }

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", SECRET);
        proxy.demand("user", "p@ss");
        settings.set("https.proxyHost", proxy.uri().getHost());
        settings.set("https.proxyPort", String.valueOf(proxy.uri().getPort()));
        settings.set("https.proxyUser", "user");
        settings.set("https.proxyPassword", "p@ss");
        settings.set("javax.net.ssl.trustStore", trustStore.toString());
        settings.set("javax.net.ssl.trustStorePassword", "password");
    }

    @AfterEach
    void stop() {
        proxy.close();
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com,      api.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,  api.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, api.ecr-fips.us-east-1.amazonaws.com",
        "123456789012.dkr-ecr.us-east-1.on.aws,             ecr.us-east-1.api.aws",
        "123456789012.dkr-ecr-fips.us-east-1.on.aws,        ecr-fips.us-east-1.api.aws",
        "public.ecr.aws,                                    api.ecr-public.us-east-1.amazonaws.com"
    })
    void ecrIsCalledAtTheEndpointOfTheHost(String host, String endpoint) {
        lead(endpoint);

        signIn(host, KEY);

        assertThat(proxy.calls()).containsExactly(new Call(endpoint + ":443", 200));
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com,      sts.eu-west-1.amazonaws.com,       api.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,  sts.cn-north-1.amazonaws.com.cn,   api.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, sts-fips.us-east-1.amazonaws.com,  api.ecr-fips.us-east-1.amazonaws.com"
    })
    void aRoleIsAssumedInTheRegionOfTheHost(String host, String sts, String ecr) {
        settings.config("[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ci\nsource_profile = keys\n"
                + "[profile keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = " + SECRET);
        lead(sts);
        lead(ecr);

        signIn(host, new Profile("role"));

        assertThat(proxy.calls()).containsExactly(new Call(sts + ":443", 200), new Call(ecr + ":443", 200));
    }

    /** The home directory of the session and all other settings come from environment variables. */
    @Test
    void aSessionOfIamIdentityCenterIsRenewedAndUsed(@TempDir Path home) throws Exception {
        new AwsHome(home).config("""
                [profile dev]
                sso_account_id = 123456789012
                sso_role_name = Developer
                sso_session = corp
                [sso-session corp]
                sso_region = eu-west-1
                sso_start_url = https://corp.awsapps.com/start
                """);
        new AwsHome(home).ssoSession("corp", "2020-01-01T00:00:00Z", TOKEN, "refresh" + TOKEN);
        aws.acceptToken("CreateToken", "refresh" + TOKEN);
        var environment = Map.of(
                "https_proxy", proxy.uri().toString().replace("://", "://user:p%40ss@"),
                "AWS_CA_BUNDLE", authority.toString());
        lead("oidc.eu-west-1.amazonaws.com");
        lead("portal.sso.eu-west-1.amazonaws.com");
        lead("api.ecr.eu-west-1.amazonaws.com");

        assertThat(new SignInProcess(home, environment).signIn(HOST, "dev"))
                .isEqualTo("Signing in to " + HOST + " with AWS profile 'dev'");
        assertThat(proxy.calls())
                .containsExactly(
                        new Call("oidc.eu-west-1.amazonaws.com:443", 200),
                        new Call("portal.sso.eu-west-1.amazonaws.com:443", 200),
                        new Call("api.ecr.eu-west-1.amazonaws.com:443", 200));
    }

    @Test
    void aSessionOfAwsLoginIsRenewedInTheRegionOfTheLogin() {
        String user = "arn:aws:iam::123456789012:user/developer";
        settings.config("[profile dev]\nlogin_session = " + user + "\nregion = eu-west-1\n");
        new AwsHome(settings.folder()).loginSession(user, "2020-01-01T00:00:00Z", SECRET, "refresh" + TOKEN);
        settings.set(
                "aws.loginCacheDirectory",
                settings.folder().resolve(".aws/login/cache").toString());
        aws.acceptToken("CreateOAuth2Token", "refresh" + TOKEN);
        lead("us-east-2.signin.aws.amazon.com");
        lead("api.ecr.eu-west-1.amazonaws.com");

        signIn(HOST, new Profile("dev"));

        assertThat(proxy.calls())
                .containsExactly(
                        new Call("us-east-2.signin.aws.amazon.com:443", 200),
                        new Call("api.ecr.eu-west-1.amazonaws.com:443", 200));
    }

    /** Only a separate JVM can have a file of hosts. */
    @Test
    void aProxyCanHaveAnUnderscoreInItsName(@TempDir Path home) throws IOException {
        Path hosts = Files.writeString(home.resolve("hosts"), "127.0.0.1 corp_proxy\n");
        var environment = Map.of(
                "https_proxy",
                "http://user:p%40ss@corp_proxy:" + proxy.uri().getPort(),
                "AWS_CA_BUNDLE",
                authority.toString(),
                "AWS_ACCESS_KEY_ID",
                "AKIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "JAVA_TOOL_OPTIONS",
                "-Djdk.net.hosts.file=" + hosts);
        lead("api.ecr.eu-west-1.amazonaws.com");

        assertThat(new SignInProcess(home, environment).signIn(HOST))
                .isEqualTo("Signing in to " + HOST + " with environment variable AWS_ACCESS_KEY_ID");
        assertThat(proxy.calls()).containsExactly(new Call("api.ecr.eu-west-1.amazonaws.com:443", 200));
    }

    @Test
    void anUnknownProxyWithAnUnderscoreInItsNameIsNotBypassed() {
        settings.set("https.proxyHost", "corp_proxy.invalid");
        settings.set("https.proxyPort", "3128");

        assertThat(Explanations.of(() -> signIn(HOST, KEY), SECRET))
                .hasMessage("cannot connect to the proxy http://corp_proxy.invalid:3128 (system property"
                        + " https.proxyHost): no such host. Check the proxy, and this machine's DNS");
    }

    @Test
    void nonProxyHostsAreReachedWithoutAProxy() {
        settings.set("http.nonProxyHosts", "*.ecr.eu-west-1.amazonaws.invalid|*.amazonaws.com");
        settings.set("aws.endpointUrlEcr", "https://api.ecr.eu-west-1.amazonaws.invalid");

        assertThat(Explanations.of(() -> signIn(HOST, KEY), SECRET))
                .hasMessageContaining("no such host: api.ecr.eu-west-1.amazonaws.invalid");
        assertThat(proxy.calls()).isEmpty();
    }

    private void signIn(String host, CredentialSource source) {
        new SignIns(null, log).signIn(EcrRegistry.parse(host), source);
    }

    private void lead(String host) {
        proxy.lead(host + ":443", aws.endpoint());
    }
}
