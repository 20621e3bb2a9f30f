package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.Environments;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy is used for an endpoint, and which endpoints are reached without one. */
class ProxiesTest {
    private static final URI AWS = URI.create("https://api.ecr.eu-west-1.amazonaws.com");

    private final List<SettingsProxy> settings = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @Test
    void withoutSettingsThereIsNoProxy() {
        assertThat(forEndpoint(AWS)).isEmpty();
    }

    // settings.xml

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "http,       https://a, http",
                "https,      https://a, https",
                "http https, https://a, https",
                "https http, https://a, https",
                "HTTP,       https://a, HTTP",
                "http https, http://a,  http",
                "https,      http://a,  -",
                "socks5,     https://a, -",
            })
    void usesTheSameProxyOfSettingsXmlAsMaven(String protocols, URI endpoint, String chosen) {
        for (String protocol : protocols.split(" ", -1)) {
            settings(protocol, null);
        }

        assertThat(forEndpoint(endpoint).map(HttpProxy::host)).isEqualTo(Optional.ofNullable(chosen));
    }

    @Test
    void usesTheFirstProxyOfSettingsXmlForTheHost() {
        settings("https", "*.amazonaws.com");
        settings.add(new SettingsProxy("https", "", () -> proxy("second")));
        settings.add(new SettingsProxy("https", "", () -> proxy("third")));

        assertThat(forEndpoint(AWS).map(HttpProxy::host)).contains("second");
    }

    @Test
    void usesTheHttpProxyIfTheHttpsProxyExcludesTheHost() {
        settings("https", "*.amazonaws.com");
        settings("http", null);

        assertThat(forEndpoint(AWS).map(HttpProxy::host)).contains("http");
    }

    @ParameterizedTest(name = "{0}, {1}: direct {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                             https://api.ecr.amazonaws.com, false",
                "'',                            https://api.ecr.amazonaws.com, false",
                "*,                             https://api.ecr.amazonaws.com, true",
                "*.amazonaws.com,               https://api.ecr.amazonaws.com, true",
                "*.amazonaws.com,               https://amazonaws.com,         false",
                "*.amazonaws.com,               https://a.amazonaws.com.cn,    false",
                "*.AmazonAWS.com,               https://API.ecr.amazonaws.com, true",
                "amazonaws.com,                 https://api.ecr.amazonaws.com, false",
                "localhost|*.amazonaws.com,     https://api.ecr.amazonaws.com, true",
                "localhost | *.amazonaws.com,   https://api.ecr.amazonaws.com, true",
                "api.*.amazonaws.com,           https://api.ecr.amazonaws.com, true",
                "api.*,                         https://api.ecr.amazonaws.com, true",
                "*.ecr.*,                       https://api.ecr.amazonaws.com, true",
                "api-ecr-amazonaws-com,         https://api.ecr.amazonaws.com, false",
                "api.ecr.amazonaws.co.,         https://api.ecr.amazonaws.com, false",
                "(,                             https://api.ecr.amazonaws.com, false",
                "127.*,                         http://127.0.0.1:4566,         true",
                "localhost,                     http://127.0.0.1:4566,         false",
                "[::1],                         http://[::1]:4566,             true",
            })
    void nonProxyHostsAreReachedWithoutAProxy(String nonProxyHosts, URI endpoint, boolean direct) {
        settings("http", nonProxyHosts);

        assertThat(forEndpoint(endpoint).isEmpty()).isEqualTo(direct);
    }

    @Test
    void settingsXmlPrecedesTheEnvironmentEvenForNonProxyHosts() {
        settings("http", "*.amazonaws.com");
        environment.put("https_proxy", "http://environment:1");

        assertThat(forEndpoint(AWS)).isEmpty();
        assertThat(forEndpoint(URI.create("https://elsewhere")).map(HttpProxy::host))
                .contains("http");
    }

    @Test
    void aProxyOfSettingsXmlIsReadOnlyWhenItIsUsed() {
        settings.add(new SettingsProxy("http", "*.amazonaws.com", () -> {
            throw ExplainedException.configuration("cannot decrypt");
        }));

        assertThat(forEndpoint(AWS)).isEmpty();
        assertThatThrownBy(() -> forEndpoint(URI.create("https://elsewhere"))).hasMessage("cannot decrypt");
    }

    // The environment

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "https_proxy,                                  https, https_proxy",
                "HTTPS_PROXY,                                  https, HTTPS_PROXY",
                "all_proxy,                                    https, all_proxy",
                "ALL_PROXY,                                    https, ALL_PROXY",
                "ALL_PROXY all_proxy HTTPS_PROXY https_proxy,  https, https_proxy",
                "ALL_PROXY all_proxy HTTPS_PROXY,              https, HTTPS_PROXY",
                "ALL_PROXY all_proxy,                          https, all_proxy",
                "http_proxy HTTP_PROXY,                        https, -",
                "http_proxy,                                   http,  http_proxy",
                "ALL_PROXY all_proxy http_proxy,               http,  http_proxy",
                "ALL_PROXY all_proxy,                          http,  all_proxy",
                "HTTP_PROXY,                                   http,  -",
                "https_proxy HTTPS_PROXY,                      http,  -",
            })
    void usesTheSameVariableAsCurl(String set, String scheme, String chosen) {
        for (String variable : set.split(" ", -1)) {
            environment.put(variable, "http://proxy:3128");
        }

        assertThat(forEndpoint(URI.create(scheme + "://a")).map(HttpProxy::origin))
                .isEqualTo(Optional.ofNullable(chosen));
    }

    @Test
    void anEmptyVariableIsNotSet() {
        environment.put("https_proxy", "");
        environment.put("no_proxy", " ");
        environment.put("NO_PROXY", "elsewhere");
        environment.put("all_proxy", "http://proxy:3128");

        assertThat(forEndpoint(AWS).map(HttpProxy::origin)).contains("all_proxy");
        assertThat(forEndpoint(URI.create("https://elsewhere"))).isEmpty();
    }

    /** The AWS CLI does not read these variables. */
    @ParameterizedTest
    @ValueSource(strings = {"socks", "socks4", "socks4a", "socks5", "socks5h", "SOCKS5", " socks5"})
    void aSocksProxyForAllSchemesIsNotSet(String scheme) {
        environment.put("all_proxy", scheme + "://127.0.0.1:1080");
        environment.put("ALL_PROXY", scheme + "://127.0.0.1:1080");

        assertThat(forEndpoint(AWS)).isEmpty();
        assertThat(forEndpoint(URI.create("http://a"))).isEmpty();

        properties.put("https.proxyHost", "property");
        assertThat(forEndpoint(AWS).map(HttpProxy::host)).contains("property");

        environment.put("ALL_PROXY", "http://proxy:3128");
        assertThat(forEndpoint(AWS).map(HttpProxy::origin)).contains("ALL_PROXY");
    }

    @Test
    void aSocksProxyForHttpIsAnError() {
        environment.put("http_proxy", "socks5h://127.0.0.1:1080");

        assertThatThrownBy(() -> forEndpoint(URI.create("http://a")))
                .hasMessage("cannot use http_proxy: it is a socks5h proxy, but only http and https proxies are"
                        + " supported");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '"',
            value = {
                "http://proxy.corp:3128,               http://proxy.corp:3128,  -,        -",
                "http://proxy.corp:3128/,              http://proxy.corp:3128,  -,        -",
                "\" http://proxy.corp:3128 \",         http://proxy.corp:3128,  -,        -",
                "HTTP://proxy.corp:3128,               http://proxy.corp:3128,  -,        -",
                "proxy.corp:3128,                      http://proxy.corp:3128,  -,        -",
                "proxy.corp,                           http://proxy.corp:80,    -,        -",
                "https://proxy.corp:3129,              https://proxy.corp:3129, -,        -",
                "https://proxy.corp,                   https://proxy.corp:443,  -,        -",
                "10.0.0.1:3128,                        http://10.0.0.1:3128,    -,        -",
                "http://[::1]:3128,                    http://[::1]:3128,       -,        -",
                "http://corp_proxy:3128,               http://corp_proxy:3128,  -,        -",
                "http://user:pass@_corp_squid_1:3128,  http://_corp_squid_1:3128, user,   pass",
                "http://@proxy:3128,                   http://proxy:3128,       -,        -",
                "http://user@proxy:3128,               http://proxy:3128,       user,     -",
                "user:pass@proxy:3128,                 http://proxy:3128,       user,     pass",
                "http://user:pass@proxy:3128,          http://proxy:3128,       user,     pass",
                "http://user:@proxy:3128,              http://proxy:3128,       user,     \"\"",
                "http://user:p@ss:w@proxy:3128,        http://proxy:3128,       user,     p@ss:w",
                "http://a%40b:p%2F%3A%25+%C3%BC@proxy, http://proxy:80,         a@b,      p/:%+ü",
                "http://CORP\\user:pass@proxy:3128,    http://proxy:3128,       CORP\\user, pass",
            })
    void readsTheAddressOfAProxy(String value, String uri, String username, String password) {
        environment.put("https_proxy", value);

        HttpProxy proxy = forEndpoint(AWS).orElseThrow();

        assertThat(proxy.uri()).hasToString(uri);
        assertThat(proxy.username()).isEqualTo(username);
        assertThat(proxy.password()).isEqualTo(password == null ? null : new Secret(password));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "http://user:hunter2@; it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with"
                        + " special characters in USER and PASSWORD written as %XX",
                "http://user:hunter2@proxy:port; it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT,"
                        + " with special characters in USER and PASSWORD written as %XX",
                "http://user:hunter2@proxy:3128/path; it is not http://HOST:PORT or"
                        + " http://USER:PASSWORD@HOST:PORT, with special characters in USER and PASSWORD"
                        + " written as %XX",
                "http://user:hunter2/x@proxy:3128; it is not http://HOST:PORT or"
                        + " http://USER:PASSWORD@HOST:PORT, with special characters in USER and PASSWORD"
                        + " written as %XX",
                "user:hunter2:proxy:3128; it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with"
                        + " special characters in USER and PASSWORD written as %XX",
                "http://user:hunter2@[::1:3128; it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT,"
                        + " with special characters in USER and PASSWORD written as %XX",
                "http:hunter2; it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special"
                        + " characters in USER and PASSWORD written as %XX",
                "http://user:hunter2%@proxy:3128; a % in its user name or password is not written as %25",
                "http://user:hunter2%zz@proxy:3128; a % in its user name or password is not written as %25",
                "http://user:hunter2%0A@proxy:3128; its user name or password is invalid: it contains a line break",
                "http://us%1Ber:hunter2@proxy:3128; its user name or password is invalid: it contains a control"
                        + " character",
                "http://user:hunter2@[my_proxy]:3128; its host is not a host name or IP address",
                "http://user:hunter2@my proxy:3128; its host is not a host name or IP address",
                "http://user:hunter2@[proxy]:3128; its host is not a host name or IP address",
                "http://user:hunter2@proxy:0; its port is not from 1 to 65535",
                "http://user:hunter2@proxy:65536; its port is not from 1 to 65535",
                "socks5://user:hunter2@proxy:1080; it is a socks5 proxy, but only http and https proxies are supported",
            })
    void anInvalidVariableIsAnErrorThatDoesNotShowIt(String value, String reason) {
        environment.put("https_proxy", value);

        var failure = Explanations.of(() -> forEndpoint(AWS), "hunter2");

        assertThat(failure).hasMessage("cannot use https_proxy: " + reason);
        assertThat(failure.fault()).isEqualTo(Fault.CONFIGURATION);
    }

    @ParameterizedTest(name = "{0}, {1}: direct {2}")
    @CsvSource({
        "*,                              https://api.ecr.amazonaws.com,      true",
        "'localhost,*',                  https://api.ecr.amazonaws.com,      true",
        "amazonaws.com,                  https://api.ecr.amazonaws.com,      true",
        ".amazonaws.com,                 https://api.ecr.amazonaws.com,      true",
        "*.amazonaws.com,                https://api.ecr.amazonaws.com,      true",
        "amazonaws.com,                  https://amazonaws.com,              true",
        ".amazonaws.com,                 https://amazonaws.com,              true",
        "*.amazonaws.com,                https://amazonaws.com,              true",
        "amazonaws.com,                  https://notamazonaws.com,           false",
        ".amazonaws.com,                 https://notamazonaws.com,           false",
        "amazonaws.com,                  https://amazonaws.com.cn,           false",
        "AmazonAWS.com,                  https://API.ecr.amazonaws.com,      true",
        "amazonaws.com.,                 https://api.ecr.amazonaws.com,      true",
        "amazonaws.com,                  https://api.ecr.amazonaws.com.,     true",
        "'localhost, .corp,amazonaws.com', https://api.ecr.amazonaws.com,    true",
        "'localhost .corp amazonaws.com', https://api.ecr.amazonaws.com,     true",
        "'localhost,,.corp,',            https://api.ecr.amazonaws.com,      false",
        "amazonaws.com:443,              https://api.ecr.amazonaws.com,      true",
        "amazonaws.com:443,              https://api.ecr.amazonaws.com:8443, false",
        "amazonaws.com:80,               https://api.ecr.amazonaws.com,      false",
        "amazonaws.com:8443,             https://api.ecr.amazonaws.com:8443, true",
        "api.*.amazonaws.com,            https://api.ecr.amazonaws.com,      false",
        "10.0.0.1,                       https://10.0.0.1,                   true",
        "10.0.0.1:443,                   https://10.0.0.1,                   true",
        "10.0.0.1:80,                    https://10.0.0.1,                   false",
        "0.0.1,                          https://10.0.0.1,                   false",
        "10.0.0.1,                       https://10.0.0.10,                  false",
        "10.0.0.0/8,                     https://10.255.0.1,                 true",
        "10.0.0.0/8,                     https://11.0.0.1,                   false",
        "10.0.0.128/25,                  https://10.0.0.127,                 false",
        "10.0.0.128/25,                  https://10.0.0.200,                 true",
        "10.0.0.1/32,                    https://10.0.0.1,                   true",
        "10.0.0.1/33,                    https://10.0.0.1,                   false",
        "0.0.0.0/0,                      https://200.0.0.1,                  true",
        "0.0.0.0/0,                      https://api.ecr.amazonaws.com,      false",
        "10.0.0/8,                       https://10.0.0.1,                   false",
        "300.0.0.0/8,                    https://10.0.0.1,                   false",
        "fd00::1,                        https://[fd00::1],                  true",
        "[fd00::1],                      https://[fd00::1],                  true",
        "[fd00::1]:443,                  https://[fd00::1],                  true",
        "[fd00::1]:80,                   https://[fd00::1],                  false",
        "fd00:0:0::1,                    https://[fd00::1],                  true",
        "fd00::/8,                       https://[fdff::1],                  true",
        "fd00::/8,                       https://[fe80::1],                  false",
        "fd00::/8,                       https://10.0.0.1,                   false",
        "10.0.0.0/8,                     https://[fd00::1],                  false",
        "fd00:::,                        https://[fd00::1],                  false",
    })
    void hostsOfNoProxyAreReachedWithoutAProxy(String noProxy, URI endpoint, boolean direct) {
        environment.put("https_proxy", "http://proxy:3128");
        environment.put("no_proxy", noProxy);

        assertThat(forEndpoint(endpoint).isEmpty()).isEqualTo(direct);
    }

    @Test
    void noProxyInLowerCasePrecedesUpperCase() {
        environment.put("https_proxy", "http://proxy:3128");
        environment.put("no_proxy", "elsewhere");
        environment.put("NO_PROXY", "*");

        assertThat(forEndpoint(AWS)).isPresent();
    }

    @Test
    void theEnvironmentPrecedesSystemPropertiesEvenForNoProxy() {
        environment.put("https_proxy", "http://environment:3128");
        environment.put("no_proxy", "amazonaws.com");
        properties.put("https.proxyHost", "property");

        assertThat(forEndpoint(AWS)).isEmpty();
        assertThat(forEndpoint(URI.create("https://elsewhere")).map(HttpProxy::host))
                .contains("environment");
    }

    // System properties

    @Test
    void readsTheSystemPropertiesForHttps() {
        properties.put("https.proxyHost", "proxy");
        properties.put("https.proxyPort", "3128");
        properties.put("https.proxyUser", "user");
        properties.put("https.proxyPassword", "p%40ss");

        assertThat(forEndpoint(AWS))
                .contains(new HttpProxy(
                        "http", "proxy", 3128, "user", new Secret("p%40ss"), "system property https.proxyHost"));
        assertThat(forEndpoint(URI.create("http://a"))).isEmpty();
    }

    @Test
    void readsTheSystemPropertiesForHttp() {
        properties.put("http.proxyHost", "proxy");
        properties.put("http.proxyPort", "3128");
        properties.put("http.proxyUser", "user");
        properties.put("http.proxyPassword", "pass");

        assertThat(forEndpoint(URI.create("http://a")))
                .contains(new HttpProxy(
                        "http", "proxy", 3128, "user", new Secret("pass"), "system property http.proxyHost"));
        assertThat(forEndpoint(AWS)).isEmpty();
    }

    @Test
    void systemPropertiesUseTheDefaultPortOfTheScheme() {
        properties.put("https.proxyHost", "proxy");
        properties.put("http.proxyHost", "proxy");

        assertThat(forEndpoint(AWS).map(HttpProxy::port)).contains(443);
        assertThat(forEndpoint(URI.create("http://a")).map(HttpProxy::port)).contains(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.amazonaws.com", "localhost|api.ecr.*", "*"})
    void httpNonProxyHostsAppliesToHttpsToo(String list) {
        properties.put("https.proxyHost", "proxy");
        properties.put("http.nonProxyHosts", list);

        assertThat(forEndpoint(AWS)).isEmpty();
        assertThat(forEndpoint(URI.create("https://elsewhere")).isEmpty()).isEqualTo(list.equals("*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://proxy; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "my proxy; 3128; cannot use system property https.proxyHost: its host is not a host name or IP address",
                "my_proxy/x; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "my_proxy?x; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "my_proxy#x; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "me@my_proxy; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "my_proxy:80; 3128; cannot use system property https.proxyHost: its host is not a host name or"
                        + " IP address",
                "proxy; 0; cannot use system property https.proxyHost: its port is not from 1 to 65535",
                "proxy; all; system property https.proxyPort is not a number: write the port that the proxy listens on",
            })
    void anInvalidSystemPropertyIsAnError(String host, String port, String message) {
        properties.put("https.proxyHost", host);
        properties.put("https.proxyPort", port);

        assertThatThrownBy(() -> forEndpoint(AWS))
                .isInstanceOf(ExplainedException.class)
                .hasMessage(message);
    }

    // This machine

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:4566",
                "http://LOCALHOST.",
                "http://127.0.0.1:4566",
                "http://127.1.2.3",
                "http://[::1]:4566"
            })
    void onlySettingsXmlSetsAProxyForThisMachine(URI endpoint) {
        environment.put("http_proxy", "http://proxy:3128");
        properties.put("http.proxyHost", "proxy");
        assertThat(forEndpoint(endpoint)).isEmpty();

        settings("http", null);
        assertThat(forEndpoint(endpoint)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost.example.com", "http://128.0.0.1", "http://127.example.com", "http://[::2]"})
    void aSimilarNameIsNotThisMachine(URI endpoint) {
        environment.put("http_proxy", "http://proxy:3128");

        assertThat(forEndpoint(endpoint)).isPresent();
    }

    // Description

    @Test
    void aProxyNamesItsAddressAndOriginButNotItsUser() {
        var proxy = new HttpProxy("http", "::1", 3128, "user", new Secret("pass"), "settings.xml proxy 'corp'");

        assertThat(proxy).hasToString("http://[::1]:3128 (settings.xml proxy 'corp')");
    }

    private Optional<HttpProxy> forEndpoint(URI endpoint) {
        return new Proxies(settings, Environments.of(environment, properties)).forEndpoint(endpoint);
    }

    /** Adds a proxy of settings.xml. Its host is the name of the protocol. */
    private void settings(String protocol, String nonProxyHosts) {
        settings.add(new SettingsProxy(protocol, nonProxyHosts, () -> proxy(protocol)));
    }

    private static HttpProxy proxy(String host) {
        return new HttpProxy("http", host, 8080, null, null, "the test");
    }
}
