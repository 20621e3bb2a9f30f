package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream;
import io.github.ecrmaven.image.Secret;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
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
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** How AWS is reached: through the proxy that is configured for a host, and trusting whom the user's bundle adds. */
public final class AwsHttp implements SdkHttpClient {
    /** A connection that is lost on its way is tried again after one second and after two more. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(4);

    /** For an answer of AWS: a manifest of 4 MiB, as JSON in JSON. */
    public static final int LONGEST_BODY = 8 << 20;

    private final Proxies proxies;
    private final Optional<SettingValue> caBundle;
    private final Map<Optional<HttpProxy>, SdkHttpClient> clients = new ConcurrentHashMap<>();
    private final Consumer<String> warnings;

    /** Of each thread, for a call and what is said of its failure are in one, and other threads call meanwhile. */
    private final ThreadLocal<Way> latest = ThreadLocal.withInitial(() -> new Way(null, Optional.empty()));

    /** The way of a request. */
    private record Way(URI endpoint, Optional<HttpProxy> proxy) {}

    /**
     * Reaches AWS.
     *
     * @param proxies chooses the proxy
     * @param caBundle names a file of certificates to trust beside those that Java trusts
     * @param warnings takes, for each request, that it can be read on its way
     */
    public AwsHttp(Proxies proxies, Optional<SettingValue> caBundle, Consumer<String> warnings) {
        this.proxies = proxies;
        this.caBundle = caBundle;
        this.warnings = warnings;
    }

    /**
     * Opens a connection of Java's own, which has nothing to start; sends nothing yet.
     *
     * @return empty where it would not get to the endpoint, through a proxy
     * @throws ExplainedException when a proxy or a bundle of certificates is configured, but cannot be used
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
     * @throws ExplainedException when a proxy or a bundle of certificates is configured, but cannot be used
     */
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Optional<HttpProxy> proxy = proxyFor(request.httpRequest().getUri());
        return new LimitedCall(clients.computeIfAbsent(proxy, this::client).prepareRequest(request));
    }

    private Optional<HttpProxy> proxyFor(URI endpoint) {
        Optional<HttpProxy> proxy = proxies.forEndpoint(endpoint);
        latest.set(new Way(endpoint, proxy));
        warnOfClearText(endpoint);
        return proxy;
    }

    private void warnOfClearText(URI endpoint) {
        if ("http".equals(endpoint.getScheme()) && !NoProxy.isNearby(endpoint)) {
            warnings.accept(
                    "The endpoint http://" + endpoint.getRawAuthority() + " of AWS is on another machine and has"
                            + " no TLS: tokens and credentials travel in clear, for all on the way to read. Set the endpoint to"
                            + " an https:// URL");
        }
    }

    /** A request whose answer is read no further than is sensible; HttpCore limits the head of an answer. */
    private record LimitedCall(ExecutableHttpRequest request) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            HttpExecuteResponse answer = request.call();
            return HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(answer.responseBody()
                            .map(body -> AbortableInputStream.create(new LimitedInputStream(body, LONGEST_BODY), body))
                            .orElse(null))
                    .build();
        }

        @Override
        public void abort() {
            request.abort();
        }
    }

    /** Returns the proxy of this thread's latest request, for what is to be said of its failure. */
    public Optional<HttpProxy> latestProxy() {
        return latest.get().proxy();
    }

    /** Returns the host and port of this thread's latest request, for what is to be said of its failure. */
    Optional<String> latestHost() {
        return Optional.ofNullable(latest.get().endpoint()).map(URI::getRawAuthority);
    }

    /** Returns the setting that names a file of certificates, if one does. */
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
        caBundle.ifPresent(bundle -> client.tlsTrustManagersProvider(trusting(bundle)));
        return client.build();
    }

    private static TlsTrustManagersProvider trusting(SettingValue bundle) {
        var managers = TrustedCertificates.with(bundle);
        return () -> managers;
    }

    /** The SDK's own search for a proxy is off: it takes one for http endpoints, and misses that for https ones. */
    private static ProxyConfiguration configuration(Optional<HttpProxy> proxy) {
        var configuration =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        proxy.ifPresent(found -> configuration.endpoint(found.uri()));
        proxy.filter(found -> found.username() != null)
                .ifPresent(found -> configuration
                        .username(found.username())
                        .password(Optional.ofNullable(found.password())
                                .map(Secret::reveal)
                                .orElse(""))
                        // Otherwise the proxy would have to ask first, at the cost of a connection.
                        .preemptiveBasicAuthenticationEnabled(true));
        return configuration.build();
    }
}
