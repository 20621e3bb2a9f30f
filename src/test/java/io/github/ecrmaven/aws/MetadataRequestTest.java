package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests to the container agent and the instance metadata end soon, whatever the server does. */
@Timeout(60)
class MetadataRequestTest {
    private static final String OPERATION = "GetContainerCredentials";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn service = new AwsStandIn();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void returnsAResponseOfAnyStatus() throws IOException {
        service.fail(OPERATION, Fault.body("whatever"), 1);
        service.fail(OPERATION, Fault.status(404, "NotFound", "no role"), 1);

        assertThat(send().body()).isEqualTo("whatever");
        assertThat(send().body()).contains("no role");
        assertThat(send().status()).as("without its token").isEqualTo(401);
    }

    @Test
    void aSlowResponseTimesOut() {
        service.fail(OPERATION, Fault.body("x".repeat(1000)), 1);
        service.fail(OPERATION, Fault.drip(20), 1);

        assertThatThrownBy(() -> {
                    send();
                    send();
                })
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no answer");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("ecr-metadata"))
                .as("no thread is left")
                .allMatch(MetadataRequestTest::endsSoon);
    }

    @Test
    void aResponseThatIsTooLongIsAnError() {
        service.fail(OPERATION, Fault.body("x".repeat(65_537)), 1);

        assertThatThrownBy(this::send).isInstanceOf(TooMuchException.class).hasMessage("sent more than 64 KiB");
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        service.fail(OPERATION, Fault.redirect(service.endpoint() + "/elsewhere"), 1);

        assertThat(send().status()).isEqualTo(307);
        assertThat(service.calls()).hasSize(1);
    }

    @Test
    void doesNotUseAProxy() throws IOException {
        settings.set("http.proxyHost", "127.0.0.1");
        settings.set("http.proxyPort", "1");
        settings.set("http.nonProxyHosts", "none");
        service.fail(OPERATION, Fault.body("direct"), 1);

        assertThat(send().body()).isEqualTo("direct");
    }

    @Test
    void failsIfNothingListens() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        assertThatThrownBy(() ->
                        request(URI.create("http://127.0.0.1:" + port + "/")).send())
                .isInstanceOf(ConnectException.class);
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(20_000);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private MetadataRequest.Answer send() throws IOException {
        return request(service.containerCredentials()).send();
    }

    private static MetadataRequest request(URI uri) {
        return new MetadataRequest("GET", uri, Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
