package outputs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** An example of an integration test, which gets the exact names of its images in system properties. */
class ImagesIT {
    private static final String DIGEST = "sha256:[0-9a-f]{64}";

    @Test
    void knowsTheImagesOfBothExecutions() {
        String app = System.getProperty("app.image");

        assertTrue(app.matches("127\\.0\\.0\\.1:\\d+/team/app@" + DIGEST), app);
        assertEquals(app.replaceFirst(".*@", ""), System.getProperty("app.digest"));
        assertTrue(System.getProperty("db.image").matches("127\\.0\\.0\\.1:\\d+/team/postgres@" + DIGEST));
        assertTrue(System.getProperty("db.imageId").matches(DIGEST));
        assertTrue(System.getProperty("queue.image").matches("127\\.0\\.0\\.1:\\d+/team/queue@" + DIGEST));
    }
}
