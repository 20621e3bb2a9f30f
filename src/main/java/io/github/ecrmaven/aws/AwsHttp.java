package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.Secret;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * The HTTP client of all calls to AWS and registries: it uses the proxy of each host, and also trusts the certificates
 * of {@code AWS_CA_BUNDLE}.
 */
public final class AwsHttp implements SdkHttpClient {
    /** TCP repeats a lost connection request after one second, and again after two more. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(4);

    /** The longest answer that is read, in bytes: a manifest of 4 MiB, which is JSON within JSON. */
    public static final int MAX_BODY_SIZE = 8 << 20;

    private final Proxies proxies;
    private final Optional<SettingValue> caBundle;
    private final Map<Optional<HttpProxy>, SdkHttpClient> clients = new ConcurrentHashMap<>();
    private final Consumer<String> warnings;

    /** For each thread, as it explains the failure of its own latest request. */
    private final ThreadLocal<Route> latest = ThreadLocal.withInitial(() -> new Route(null, Optional.empty()));

    private record Route(URI endpoint, Optional<HttpProxy> proxy) {}

    /**
     * Creates the client; connects to nothing yet.
     *
     * @param caBundle the file of certificates to trust beside those that Java trusts
     * @param warnings receives a warning for each request that is sent without TLS to another machine
     */
    public AwsHttp(Proxies proxies, Optional<SettingValue> caBundle, Consumer<String> warnings) {
        this.proxies = proxies;
        this.caBundle = caBundle;
        this.warnings = warnings;
    }

    /**
     * Prepares a connection of the JDK, which starts faster than the SDK's client; sends nothing yet.
     *
     * @return empty if the endpoint is reached through a proxy, for which the SDK's client is needed
     * @throws ExplainedException if a configured proxy or CA bundle cannot be used
     */
    public Optional<HttpURLConnection> open(URI endpoint) throws IOException {
        if (proxyFor(endpoint).isPresent()) {
            return Optional.empty();
        }
        HttpURLConnection connection = TimedExchange.open(endpoint, CONNECTION_TIMEOUT);
        if (connection instanceof HttpsURLConnection secure) {
            caBundle.ifPresent(bundle -> secure.setSSLSocketFactory(socketsTrusting(bundle)));
        }
        return Optional.of(connection);
    }

    private static SSLSocketFactory socketsTrusting(SettingValue bundle) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, TrustedCertificates.with(bundle), null);
            return tls.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Prepares a request.
     *
     * @throws ExplainedException if a configured proxy or CA bundle cannot be used
     */
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Optional<HttpProxy> proxy = proxyFor(request.httpRequest().getUri());
        return new LimitedCall(clients.computeIfAbsent(proxy, this::client).prepareRequest(request));
    }

    private Optional<HttpProxy> proxyFor(URI endpoint) {
        Optional<HttpProxy> proxy = proxies.forEndpoint(endpoint);
        latest.set(new Route(endpoint, proxy));
        warnOfClearText(endpoint);
        return proxy;
    }

    private void warnOfClearText(URI endpoint) {
        if ("http".equals(endpoint.getScheme()) && !new EndpointHost(endpoint).isLocal()) {
            warnings.accept("The AWS endpoint http://" + endpoint.getRawAuthority() + " is on another machine and does"
                    + " not use TLS: tokens and credentials are sent unencrypted. Use an https:// URL");
        }
    }

    /** A request that fails if its answer is longer than {@link #MAX_BODY_SIZE}; HttpCore limits the header fields. */
    private record LimitedCall(ExecutableHttpRequest request) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            HttpExecuteResponse answer = request.call();
            return HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(answer.responseBody()
                            .map(body -> AbortableInputStream.create(
                                    new LimitedInputStream(body, MAX_BODY_SIZE, body::abort), body))
                            .orElse(null))
                    .build();
        }

        @Override
        public void abort() {
            request.abort();
        }
    }

    /** Returns the proxy of this thread's latest request. */
    public Optional<HttpProxy> latestProxy() {
        return latest.get().proxy();
    }

    /** Returns the host and port of this thread's latest request. */
    Optional<String> latestHost() {
        return Optional.ofNullable(latest.get().endpoint()).map(URI::getRawAuthority);
    }

    Optional<SettingValue> caBundle() {
        return caBundle;
    }

    @Override
    public void close() {
        clients.values().forEach(SdkHttpClient::close);
    }

    private SdkHttpClient client(Optional<HttpProxy> proxy) {
        var client = Apache5HttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .proxyConfiguration(configuration(proxy));
        caBundle.ifPresent(bundle -> client.tlsTrustManagersProvider(() -> TrustedCertificates.with(bundle)));
        return client.build();
    }

    /** Turns off the SDK's own search for a proxy, which ignores {@code https_proxy}. */
    private static ProxyConfiguration configuration(Optional<HttpProxy> proxy) {
        var configuration =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        proxy.ifPresent(found -> configuration.endpoint(endpoint(found)));
        proxy.filter(found -> found.username() != null)
                .ifPresent(found -> configuration
                        .username(found.username())
                        .password(Optional.ofNullable(found.password())
                                .map(Secret::reveal)
                                .orElse(""))
                        // Otherwise each connection begins with a request that the proxy refuses.
                        .preemptiveBasicAuthenticationEnabled(true));
        return configuration.build();
    }

    /**
     * Returns the URL of a proxy with a host that the SDK sees: a name with an underscore is none to {@link URI}, and
     * the SDK would connect without the proxy.
     *
     * @throws ExplainedException if such a name is unknown
     */
    private static URI endpoint(HttpProxy proxy) {
        if (proxy.uri().getHost() != null) {
            return proxy.uri();
        }
        try {
            String address = InetAddress.getByName(proxy.host()).getHostAddress();
            return new HttpProxy(proxy.scheme(), address, proxy.port(), null, null, proxy.origin()).uri();
        } catch (UnknownHostException e) {
            // Without the cause, at which the SDK would replace this failure with one of its own.
            throw ExplainedException.environment(
                    "cannot connect to the proxy " + proxy + ": no such host. Check the proxy, and this machine's DNS",
                    null);
        }
    }
}
