package demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An example of an integration test, which needs an image that nobody has pulled by hand. */
class ImageIT {
    @Test
    void findsTheImageThatThePluginPulled() throws Exception {
        String image = System.getProperty("image");
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();

        try (var http = new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .build();
                DockerClient engine = DockerClientImpl.getInstance(config, http)) {
            System.out.println("\nImages in the engine, in between, as the integration test sees them:");
            engine.listImagesCmd().exec().stream()
                    .flatMap(listed -> Arrays.stream(listed.getRepoTags()))
                    .forEach(name -> System.out.println("  " + name));
            System.out.println();

            var found = engine.inspectImageCmd(image).exec();
            assertNotNull(found.getId());
            assertEquals("linux", found.getOs());
        }
    }
}
