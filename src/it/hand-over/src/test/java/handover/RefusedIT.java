package handover;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Fails to pull a private image with Testcontainers without credentials. */
class RefusedIT {
    @Test
    void isRefused() {
        String image = System.getProperty("refused");
        var remote = new RemoteDockerImage(DockerImageName.parse(image));

        assertThrows(RuntimeException.class, remote::get);

        var inspect = DockerClientFactory.lazyClient().inspectImageCmd(image);
        assertThrows(NotFoundException.class, inspect::exec);
    }
}
