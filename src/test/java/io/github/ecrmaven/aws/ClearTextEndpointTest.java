package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.ProxyStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings about AWS endpoints without TLS, to which tokens and credentials are sent unencrypted. */
class ClearTextEndpointTest {
    private static final EcrRegistry REGISTRY = EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final String LOGIN = "arn:aws:sts::123456789012:assumed-role/Developer/jane";

    @TempDir
    private Path home;

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ecr.internal",
                "http://ecr.internal:4566",
                "http://10.0.0.1",
                "http://[2001:db8::1]:80",
                "http://[fd00:ec3::1]"
            })
    void warnsAboutAnEndpointOnAnotherMachine(URI endpoint) throws IOException {
        open(endpoint);

        assertThat(warnings).containsExactly(warning(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ecr.internal",
                "http://localhost:4566",
                "http://127.0.0.1:4566",
                "http://127.1.2.3",
                "http://[::1]:4566",
                "http://0.0.0.0:4566",
                "http://[::]:4566",
                "http://169.254.170.2",
                "http://[fe80::1]",
                "http://[fd00:ec2::254]"
            })
    void doesNotWarnAboutTlsOrThisMachine(URI endpoint) throws IOException {
        open(endpoint);

        assertThat(warnings).isEmpty();
    }

    /** A proxy responds in place of all services. */
    @ParameterizedTest
    @CsvSource({
        "keys,  AWS_ENDPOINT_URL_ECR",
        "role,  AWS_ENDPOINT_URL_STS",
        "sso,   AWS_ENDPOINT_URL_SSO",
        "ended, AWS_ENDPOINT_URL_SSO_OIDC",
        "login, AWS_ENDPOINT_URL_SIGNIN"
    })
    void warnsAboutEachService(String profile, String variable) {
        signIn(profile, Map.of(variable, "http://aws.internal"));

        assertThat(warnings).isNotEmpty().containsOnly(warning(URI.create("http://aws.internal")));
    }

    @Test
    void warnsAboutTheEndpointOfAProfile() {
        signIn("own", Map.of());

        assertThat(warnings).isNotEmpty().containsOnly(warning(URI.create("http://aws.internal")));
    }

    private static String warning(URI endpoint) {
        return "The AWS endpoint " + endpoint
                + " is on another machine and does not use TLS: tokens and credentials are sent unencrypted."
                + " Use an https:// URL";
    }

    private void open(URI endpoint) throws IOException {
        var proxies = new Proxies(List.of(), Environments.of(Map.of(), Map.of()));
        try (var http = new AwsHttp(proxies, Optional.empty(), warnings::add)) {
            http.open(endpoint);
        }
    }

    private void signIn(String profile, Map<String, String> variables) {
        var files = new AwsHome(home);
        files.config("""
                [profile keys]
                aws_access_key_id = AKIAEXAMPLE
                aws_secret_access_key = wJalrXUtnFEMI
                [profile own]
                aws_access_key_id = AKIAEXAMPLE
                aws_secret_access_key = wJalrXUtnFEMI
                endpoint_url = http://aws.internal
                [profile role]
                role_arn = arn:aws:iam::123456789012:role/pull
                source_profile = keys
                [profile sso]
                sso_account_id = 123456789012
                sso_role_name = Developer
                sso_session = valid
                [profile ended]
                sso_account_id = 123456789012
                sso_role_name = Developer
                sso_session = ended
                [sso-session valid]
                sso_region = eu-west-1
                sso_start_url = https://corp.awsapps.com/start
                [sso-session ended]
                sso_region = eu-west-1
                sso_start_url = https://corp.awsapps.com/start
                [profile login]
                login_session = %s
                """.formatted(LOGIN));
        files.ssoSession("valid", "2099-01-01T00:00:00Z", "token", "refresh");
        files.ssoSession("ended", "2020-01-01T00:00:00Z", "token", "refresh");
        files.loginSession(LOGIN, "2020-01-01T00:00:00Z", "secret", "refresh");
        try (var proxy = new ProxyStandIn()) {
            proxy.refuse(403);
            var all = new HashMap<>(variables);
            all.put("HOME", home.toString());
            all.put("http_proxy", proxy.uri().toString());
            all.put("https_proxy", proxy.uri().toString());
            Environment environment = Environments.of(all, Map.of("os.name", "Linux"));
            try (var aws = new AwsSession(
                    registry -> new RegistryAccess(registry, new Profile(profile), null),
                    environment,
                    List.of(),
                    warnings::add)) {
                var tokens = new AuthorizationTokens(aws, new ConcurrentHashMap<>(), line -> {}, line -> {});
                assertThatThrownBy(() -> tokens.signIn(REGISTRY)).isInstanceOf(ExplainedException.class);
            }
        }
    }
}
