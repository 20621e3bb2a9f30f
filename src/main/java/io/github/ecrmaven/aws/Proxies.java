package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the proxy for an endpoint. The first of these counts as a whole, also where it says to go without a proxy:
 *
 * <ol>
 *   <li>the active proxies of settings.xml, as Maven itself uses them;
 *   <li>{@code https_proxy}, {@code HTTPS_PROXY}, {@code all_proxy} and {@code ALL_PROXY} for an https endpoint,
 *       {@code http_proxy}, {@code all_proxy} and {@code ALL_PROXY} for an http one; {@code no_proxy} and
 *       {@code NO_PROXY};
 *   <li>Java's system properties: {@code https.proxyHost} and the like for an https endpoint, {@code http.proxyHost}
 *       for an http one; {@code http.nonProxyHosts}.
 * </ol>
 *
 * <p>Environment and system properties are never for this machine's own addresses: Go and Java keep to that, though
 * curl does not, and a developer's LocalStack is behind no proxy.
 */
public final class Proxies {
    private final List<SettingsProxy> settings;
    private final Environment environment;

    /** Chooses by the settings and the environment of a build. */
    public Proxies(List<SettingsProxy> settings, Environment environment) {
        this.settings = List.copyOf(settings);
        this.environment = environment;
    }

    /**
     * Returns the proxy to use, or nothing to connect directly.
     *
     * @param endpoint an http or https URL
     * @throws ExplainedException when the proxy that is meant cannot be used, such as for a broken address
     */
    public Optional<HttpProxy> forEndpoint(URI endpoint) {
        if (!settings.isEmpty()) {
            return ofSettings(endpoint);
        }
        if (NoProxy.isLoopback(endpoint)) {
            return Optional.empty();
        }
        Optional<String> variable = variableNames(endpoint)
                .filter(name -> environment.variable(name).isPresent())
                .findFirst();
        return variable.isPresent() ? ofEnvironment(variable.get(), endpoint) : ofSystemProperties(endpoint);
    }

    private Optional<HttpProxy> ofSettings(URI endpoint) {
        return Stream.of(endpoint.getScheme(), "http")
                .flatMap(protocol ->
                        settings.stream().filter(proxy -> proxy.protocol().equalsIgnoreCase(protocol)))
                .filter(proxy -> !NoProxy.inGlobs(proxy.nonProxyHosts(), endpoint))
                .findFirst()
                .map(proxy -> proxy.proxy().get());
    }

    /** As curl has it: {@code HTTP_PROXY} is not read, for on a web server it is the header Proxy of a request. */
    private static Stream<String> variableNames(URI endpoint) {
        return Stream.concat(
                endpoint.getScheme().equals("https")
                        ? Stream.of("https_proxy", "HTTPS_PROXY")
                        : Stream.of("http_proxy"),
                Stream.of("all_proxy", "ALL_PROXY"));
    }

    private Optional<HttpProxy> ofEnvironment(String name, URI endpoint) {
        String noProxy = environment
                .variable("no_proxy")
                .or(() -> environment.variable("NO_PROXY"))
                .orElse("");
        return NoProxy.inNoProxy(noProxy, endpoint)
                ? Optional.empty()
                : environment.variable(name).map(value -> HttpProxy.parse(name, value));
    }

    private Optional<HttpProxy> ofSystemProperties(URI endpoint) {
        String prefix = endpoint.getScheme() + ".proxy";
        return NoProxy.inGlobs(environment.property("http.nonProxyHosts").orElse(null), endpoint)
                ? Optional.empty()
                : environment
                        .property(prefix + "Host")
                        .map(host -> new HttpProxy(
                                "http",
                                host,
                                port(prefix + "Port", endpoint.getScheme().equals("https") ? 443 : 80),
                                environment.property(prefix + "User").orElse(null),
                                environment
                                        .property(prefix + "Password")
                                        .map(Secret::new)
                                        .orElse(null),
                                "system property " + prefix + "Host"));
    }

    private int port(String property, int defaultPort) {
        try {
            return environment.property(property).map(Integer::valueOf).orElse(defaultPort);
        } catch (NumberFormatException e) {
            throw ExplainedException.configuration(
                    "system property " + property + " is not a number: write the port that the proxy listens at");
        }
    }
}
