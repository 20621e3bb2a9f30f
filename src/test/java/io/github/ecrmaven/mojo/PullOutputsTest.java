package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.pull.PullReport;
import io.github.ecrmaven.pull.PullResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullOutputsTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final Properties properties = new Properties();
    private final Map<String, Object> build = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("ecr/images.json");
    }

    @Test
    void propertiesHaveTheIdOfTheImage() {
        write(pulled(image("db", "team/db:16", LocalTag.parse("orders-db:it")), HOST + "/team/db@" + DIGEST));

        assertThat(properties)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ecr.db.image",
                        HOST + "/team/db@" + DIGEST,
                        "ecr.db.digest",
                        DIGEST,
                        "ecr.db.imageId",
                        "sha256:1d",
                        "ecr.db.localTag",
                        "orders-db:it"));
    }

    /** The digest is that of the repository in the engine. Podman reports the long form of names. */
    @ParameterizedTest
    @CsvSource({
        "HOST/docker-hub/library/postgres@DIGEST,    HOST/docker-hub/library/postgres@DIGEST",
        "postgres@DIGEST,                            postgres@DIGEST",
        "docker.io/library/postgres@DIGEST,          postgres@DIGEST",
        "other@DIGEST,                               HOST/docker-hub/library/postgres:16",
    })
    void anImageWithAMirrorHasBothNames(String inEngine, String image) {
        write(pulled(mirrored("postgres:16"), inEngine.replace("HOST", HOST).replace("DIGEST", DIGEST)));

        assertThat(properties)
                .containsEntry("ecr.db.image", image.replace("HOST", HOST).replace("DIGEST", DIGEST))
                .containsEntry("ecr.db.ownName", "postgres:16");
        assertThat(file)
                .content()
                .contains(
                        "\"reference\": \"" + HOST + "/docker-hub/library/postgres:16\"",
                        "\"ownName\": \"postgres:16\"");
    }

    /** A name without a tag cannot be given to an image. */
    @Test
    void anOwnNameWithOnlyADigestIsOmitted() {
        write(pulled(mirrored("postgres@" + DIGEST), HOST + "/docker-hub/library/postgres@" + DIGEST));

        assertThat(properties)
                .containsEntry("ecr.db.image", HOST + "/docker-hub/library/postgres@" + DIGEST)
                .doesNotContainKey("ecr.db.ownName");
    }

    @Test
    void twoExecutionsWithOneIdForTwoImagesAreWarnedOf() {
        write(pulled(image("db", "team/db:15", null), HOST + "/team/db@" + DIGEST));
        write(pulled(image("db", "team/db:16", null), HOST + "/team/db@" + DIGEST));

        assertThat(warnings)
                .containsExactly("two images of this module have the id 'db': " + HOST + "/team/db:15, and now " + HOST
                        + "/team/db:16, which ecr.db.image and the like stand for from here on. Give each its own id");
    }

    @Test
    void twoExecutionsWithTheSameImageAreNotWarnedOf() {
        write(pulled(image("db", "team/db:16", null), HOST + "/team/db@" + DIGEST));
        write(pulled(image("db", "team/db:16", LocalTag.parse("db:it")), HOST + "/team/db@" + DIGEST));

        assertThat(warnings).isEmpty();
    }

    @Test
    void anUnknownDigestIsOmitted() {
        write(pulled(image("db", "team/db:16", null), HOST + "/other/db@" + DIGEST));

        assertThat(properties)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("ecr.db.image", HOST + "/team/db:16", "ecr.db.imageId", "sha256:1d"));
    }

    @Test
    void theDigestOfTheReferencePrecedesThatOfTheEngine() {
        String other = DIGEST.replace('0', '1');
        write(pulled(image("db", "team/db:16@" + other, null), HOST + "/team/db@" + DIGEST));

        assertThat(properties)
                .containsEntry("ecr.db.image", HOST + "/team/db@" + other)
                .containsEntry("ecr.db.digest", other);
    }

    @Test
    void anImageWithoutAnIdOrThatFailedHasNoProperties() {
        write(
                pulled(image(null, "team/db:16", null), HOST + "/team/db@" + DIGEST),
                failed(image("app", "app:1", null)));

        assertThat(properties).isEmpty();
    }

    @Test
    void theFileHasAllDetailsOfEachImage() throws IOException {
        write(
                pulled(image("db", "team/db:16", LocalTag.parse("orders-db:it")), HOST + "/team/db@" + DIGEST),
                failed(image(null, "team/app:1", null)));

        assertThat(file).content().isEqualTo("""
                {
                  "images": [
                    {
                      "id": "db",
                      "reference": "%1$s/team/db:16",
                      "ownName": null,
                      "image": "%1$s/team/db@%2$s",
                      "digest": "%2$s",
                      "imageId": "sha256:1d",
                      "localTag": "orders-db:it",
                      "platform": "linux/arm64/v8",
                      "size": 32416000,
                      "outcome": "pulled",
                      "problem": null,
                      "endedAt": "2026-11-27T08:15:30.123Z",
                      "seconds": 2.417,
                      "engine": {
                        "address": "unix:///var/run/docker.sock",
                        "product": "Docker",
                        "version": "28.5.2"
                      }
                    },
                    {
                      "id": null,
                      "reference": "%1$s/team/app:1",
                      "ownName": null,
                      "image": null,
                      "digest": null,
                      "imageId": null,
                      "localTag": null,
                      "platform": null,
                      "size": null,
                      "outcome": "failed",
                      "problem": "no such tag",
                      "endedAt": "2026-11-27T08:15:30.123Z",
                      "seconds": 2.417,
                      "engine": {
                        "address": "unix:///var/run/docker.sock",
                        "product": "Docker",
                        "version": "28.5.2"
                      }
                    }
                  ]
                }
                """.formatted(HOST, DIGEST));
    }

    @Test
    void aSecondExecutionOfTheBuildAddsToTheFile() throws IOException {
        write(failed(image("db", "team/db:16", null)), failed(image("app", "team/app:1", null)));
        write(failed(image("queue", "team/queue:3", null)), failed(image("db", "team/db:16", null)));

        assertThat(ids()).containsExactly("app", "queue", "db");
    }

    @Test
    void anImageThatIsDeclaredTwiceIsInTheFileTwice() throws IOException {
        write(
                pulled(image("db", "team/db:16", LocalTag.parse("db:it")), HOST + "/team/db@" + DIGEST),
                pulled(image("orders-db", "team/db:16", LocalTag.parse("orders-db:it")), HOST + "/team/db@" + DIGEST));

        assertThat(ids()).containsExactly("db", "orders-db");
    }

    @Test
    void anotherBuildReplacesTheFile() throws IOException {
        write(failed(image("db", "team/db:16", null)));
        build.clear();
        write(failed(image("app", "team/app:1", null)));

        assertThat(ids()).containsExactly("app");
    }

    @Test
    void anUnfinishedBuildDeletesTheFileOfAnEarlierBuild() {
        write(failed(image("db", "team/db:16", null)));
        build.clear();
        outputs().begin();

        assertThat(file).doesNotExist();
    }

    @Test
    void withoutAPomThereIsNoFile() {
        var outputs = new PullOutputs(properties, null, new BuildData(build), warnings::add);
        outputs.begin();
        outputs.write(report(pulled(image("db", "team/db:16", null), HOST + "/team/db@" + DIGEST)));

        assertThat(properties).containsKey("ecr.db.image");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeWrittenIsAnError() throws IOException {
        Files.createDirectories(file.resolve("in the way"));

        assertThatThrownBy(() -> write(failed(image("db", "team/db:16", null))))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot write " + file + ": DirectoryNotEmptyException: " + file
                        + ". ecr:pull needs it: make it a file that can be written");
    }

    private void write(PullResult... results) {
        PullOutputs outputs = outputs();
        outputs.begin();
        outputs.write(report(results));
    }

    private PullOutputs outputs() {
        return new PullOutputs(properties, file, new BuildData(build), warnings::add);
    }

    private static PullReport report(PullResult... results) {
        return new PullReport(CheckReports.DOCKER, List.of(results), null);
    }

    private static PullResult pulled(ImageToPull image, String digest) {
        var local = new LocalImage("sha256:1d", "linux", "arm64", "v8", 32_416_000, List.of(), List.of(digest));
        return result(image, PullState.PULLED, local, null);
    }

    private static PullResult failed(ImageToPull image) {
        return result(image, PullState.FAILED, null, ExplainedException.environment("no such tag", null));
    }

    private static PullResult result(
            ImageToPull image, PullState outcome, LocalImage local, ExplainedException failure) {
        return new PullResult(
                image, outcome, local, failure, Duration.ofMillis(2417), Instant.parse("2026-11-27T08:15:30.123456Z"));
    }

    private static ImageToPull image(String id, String name, LocalTag localTag) {
        return new ImageToPull(
                new EngineNames(ImageReference.parse(HOST + "/" + name), null, localTag),
                EcrRegistry.parse(HOST),
                null,
                PullPolicy.IF_NOT_PRESENT,
                id);
    }

    private static ImageToPull mirrored(String name) {
        ImageReference own = ImageReference.parse(name);
        return new ImageToPull(
                new EngineNames(
                        new Mirrors(List.of(Mirror.parse("docker.io", HOST + "/docker-hub")))
                                .inEcr(own)
                                .orElseThrow(),
                        own,
                        null),
                EcrRegistry.parse(HOST),
                null,
                PullPolicy.IF_NOT_PRESENT,
                "db");
    }

    private List<String> ids() throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("\"id\":"))
                .map(line -> line.replaceAll(".*: \"|\",", ""))
                .toList();
    }
}
