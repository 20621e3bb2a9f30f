package ownnames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** An example of an integration test, which does not refer to ECR and has no login to any registry. */
class OwnNamesIT {
    private final DockerClient engine = DockerClientFactory.lazyClient();

    @ParameterizedTest
    @CsvSource({"postgres:16-sample, db", "sample/queue:3, queue"})
    void testcontainersFindsTheImageAndPullsNothing(String name, String id) {
        String image = new RemoteDockerImage(DockerImageName.parse(name)).get();

        assertEquals(imageId(id), engine.inspectImageCmd(image).exec().getId());
    }

    /** Checks names as PostgreSQLContainer and the other modules of Testcontainers do in their constructors. */
    @Test
    void modulesOfTestcontainersTakeItByItsOwnNameOrAsASubstitute() {
        var postgres = DockerImageName.parse("postgres");
        var byProperty = DockerImageName.parse(System.getProperty("db.image"));

        DockerImageName.parse("postgres:16-sample").assertCompatibleWith(postgres);
        byProperty.asCompatibleSubstituteFor("postgres").assertCompatibleWith(postgres);
        assertThrows(IllegalStateException.class, () -> byProperty.assertCompatibleWith(postgres));
    }

    @Test
    void composeFindsTheImageOfItsService() throws IOException {
        String image = Files.readString(Path.of("compose.yaml")).replaceAll("(?s).*?image: (\\S+).*", "$1");
        assertEquals("postgres:16-sample", image);

        // Like 'docker compose create': creates a container only, as the images contain no program to start.
        String container =
                engine.createContainerCmd(image).withCmd("none").exec().getId();
        try {
            assertEquals(
                    imageId("db"), engine.inspectContainerCmd(container).exec().getImageId());
        } finally {
            engine.removeContainerCmd(container).exec();
        }
    }

    private static String imageId(String id) {
        return System.getProperty(id + ".imageId");
    }
}
