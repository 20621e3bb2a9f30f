package cached;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An example of an integration test, which gets the locked image even if its module comes from the build cache. */
class LockedImageIT {
    @Test
    void getsTheLockedImage() throws Exception {
        String image = String.valueOf(System.getProperty("db.image"));

        assertTrue(image.contains("/team/db@sha256:"), image);
        assertTrue(Files.readString(Path.of("ecr.lock")).contains(image.replaceFirst(".*@", "")), image);
    }
}
