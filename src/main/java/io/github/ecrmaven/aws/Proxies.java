package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses the proxy for an endpoint.
 *
 * <p>The first of these that is configured decides, also if it excludes the endpoint from its proxy:
 *
 * <ol>
 *   <li>the active proxies of settings.xml, as Maven itself uses them;
 *   <li>{@code https_proxy}, {@code HTTPS_PROXY}, {@code all_proxy} and {@code ALL_PROXY} for an https endpoint,
 *       {@code http_proxy}, {@code all_proxy} and {@code ALL_PROXY} for an http one; {@code no_proxy} and
 *       {@code NO_PROXY}. A SOCKS proxy in {@code all_proxy} or {@code ALL_PROXY} counts as not set, as it is for other
 *       programs: the AWS CLI reads neither variable;
 *   <li>Java's system properties: {@code https.proxyHost} and the like for an https endpoint, {@code http.proxyHost}
 *       for an http one; {@code http.nonProxyHosts}.
 * </ol>
 *
 * <p>The environment and the system properties do not apply to loopback addresses, as in Go and Java, so that a
 * LocalStack on the same machine is reached.
 */
public final class Proxies {
    private static final Pattern SOCKS = Pattern.compile("\\s*socks(?:4a?|5h?)?://", Pattern.CASE_INSENSITIVE);

    private final List<SettingsProxy> settings;
    private final Environment environment;

    /** Those that were used, each with its password decrypted once. */
    private final Map<SettingsProxy, HttpProxy> used = new ConcurrentHashMap<>();

    /** Creates the choice from the active proxies of settings.xml and the environment of a build. */
    public Proxies(List<SettingsProxy> settings, Environment environment) {
        this.settings = List.copyOf(settings);
        this.environment = environment;
    }

    /**
     * Returns the proxy for an endpoint; empty for a direct connection.
     *
     * @param endpoint an http or https URL
     * @throws ExplainedException if the configured proxy cannot be used, such as one with an invalid address
     */
    public Optional<HttpProxy> forEndpoint(URI endpoint) {
        if (!settings.isEmpty()) {
            return ofSettings(endpoint);
        }
        if (new EndpointHost(endpoint).isLoopback()) {
            return Optional.empty();
        }
        Optional<String> variable = variableNames(endpoint).filter(this::isSet).findFirst();
        return variable.isPresent() ? ofEnvironment(variable.get(), endpoint) : ofSystemProperties(endpoint);
    }

    private Optional<HttpProxy> ofSettings(URI endpoint) {
        return Stream.of(endpoint.getScheme(), "http")
                .flatMap(protocol ->
                        settings.stream().filter(proxy -> proxy.protocol().equalsIgnoreCase(protocol)))
                .filter(proxy -> !new EndpointHost(endpoint).isInNonProxyHosts(proxy.nonProxyHosts()))
                .findFirst()
                .map(proxy ->
                        used.computeIfAbsent(proxy, unused -> unused.proxy().get()));
    }

    /** Like curl, does not read {@code HTTP_PROXY}: in a CGI program it is the header {@code Proxy} of a request. */
    private static Stream<String> variableNames(URI endpoint) {
        return Stream.concat(
                endpoint.getScheme().equals("https")
                        ? Stream.of("https_proxy", "HTTPS_PROXY")
                        : Stream.of("http_proxy"),
                Stream.of("all_proxy", "ALL_PROXY"));
    }

    private boolean isSet(String name) {
        return environment
                .variable(name)
                .filter(value -> !name.equalsIgnoreCase("all_proxy")
                        || !SOCKS.matcher(value).lookingAt())
                .isPresent();
    }

    private Optional<HttpProxy> ofEnvironment(String name, URI endpoint) {
        String noProxy = environment
                .variable("no_proxy")
                .or(() -> environment.variable("NO_PROXY"))
                .orElse("");
        return new EndpointHost(endpoint).isInNoProxy(noProxy)
                ? Optional.empty()
                : environment.variable(name).map(value -> HttpProxy.parse(name, value));
    }

    private Optional<HttpProxy> ofSystemProperties(URI endpoint) {
        String prefix = endpoint.getScheme() + ".proxy";
        return new EndpointHost(endpoint)
                        .isInNonProxyHosts(
                                environment.property("http.nonProxyHosts").orElse(null))
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
                    "system property " + property + " is not a number: write the port that the proxy listens on");
        }
    }
}
