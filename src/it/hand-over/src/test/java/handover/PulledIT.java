package handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Pulls private images with Testcontainers, as it does before it starts a container. */
class PulledIT {
    @ParameterizedTest
    @ValueSource(strings = {"pulled", "other"})
    void pullsWithTheCredentialsThatWereHandedOver(String property) {
        String image = System.getProperty(property);

        assertEquals(image, new RemoteDockerImage(DockerImageName.parse(image)).get());

        List<String> tags =
                DockerClientFactory.lazyClient().inspectImageCmd(image).exec().getRepoTags();
        assertTrue(tags.contains(image), () -> image + " is not one of " + tags);
    }
}
