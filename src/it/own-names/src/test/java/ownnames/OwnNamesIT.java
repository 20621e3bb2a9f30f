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

/** Stands for your integration test: nothing here knows of ECR, and nothing is logged in to any registry. */
class OwnNamesIT {
    private final DockerClient engine = DockerClientFactory.lazyClient();

    @ParameterizedTest
    @CsvSource({"postgres:16-sample, db", "sample/queue:3, queue"})
    void testcontainersFindsTheImageAndPullsNothing(String name, String id) {
        String image = new RemoteDockerImage(DockerImageName.parse(name)).get();

        assertEquals(imageId(id), engine.inspectImageCmd(image).exec().getId());
    }

    /** As the constructor of PostgreSQLContainer and those of Testcontainers' other modules do. */
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

        // As 'docker compose create' does. The stand-in's images have no program that could be started.
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
