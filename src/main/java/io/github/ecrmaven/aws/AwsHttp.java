package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * How AWS is reached: through which proxy, and trusting whom.
 *
 * @param proxies chooses the proxy
 * @param caBundle the value of {@code AWS_CA_BUNDLE}; null or blank where it is not set
 */
record AwsHttp(Proxies proxies, String caBundle) {
    /** A connection that is lost on its way is tried again after one second and after two more. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(4);

    /** Reaches AWS as this JVM's environment says. */
    AwsHttp(Proxies proxies) {
        this(proxies, System.getenv("AWS_CA_BUNDLE"));
    }

    /**
     * Returns the HTTP client for the SDK's client of a service at an endpoint.
     *
     * @throws ExplainedException when a proxy or {@code AWS_CA_BUNDLE} is configured, but cannot be used
     */
    SdkHttpClient.Builder<?> clientFor(URI endpoint) {
        var client = Apache5HttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .proxyConfiguration(configuration(proxies.forEndpoint(endpoint)));
        if (caBundle != null && !caBundle.isBlank()) {
            client.tlsTrustManagersProvider(trusting(caBundle));
        }
        return client;
    }

    private static TlsTrustManagersProvider trusting(String bundle) {
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
