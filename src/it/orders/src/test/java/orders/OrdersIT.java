package orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An example of an integration test, which uses the services in compose.yaml. */
class OrdersIT {
    @ParameterizedTest
    @ValueSource(strings = {"db", "queue"})
    void findsTheImageOfEachServiceByItsShortName(String service) throws IOException {
        String image = image(service);
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();

        try (var http = new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .build();
                DockerClient engine = DockerClientImpl.getInstance(config, http)) {
            // Like 'docker compose create': creates a container only, as the images contain no program to start.
            String container =
                    engine.createContainerCmd(image).withCmd("none").exec().getId();
            try {
                assertEquals(
                        System.getProperty(service + ".imageId"),
                        engine.inspectContainerCmd(container).exec().getImageId());
            } finally {
                engine.removeContainerCmd(container).exec();
            }
        }
    }

    @Test
    void knowsExactlyWhichDatabaseItRunsOn() {
        String image = System.getProperty("db.image");

        assertTrue(image.matches("\\S+/shop/postgres@sha256:[0-9a-f]{64}"), image);
    }

    private static String image(String service) throws IOException {
        var line = Pattern.compile("  " + service + ":\\R    image: (.+)");
        return line.matcher(Files.readString(Path.of("compose.yaml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
