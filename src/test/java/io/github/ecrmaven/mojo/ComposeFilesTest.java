package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goals with images of the compose files in src/test/resources/compose. */
@MojoTest
class ComposeFilesTest extends GoalHarness {
    private static final String HOST = "127.0.0.1:5000";
    private static final String FILE = "src/test/resources/compose/compose.yaml";
    private static final String BAD = "src/test/resources/compose/bad.yaml";

    private static final String UNSET = "src/test/resources/compose/unset.yaml";

    private static final String LEFT_ALONE =
            "Compose services left alone, as their images are neither in ECR nor mirrored there: cache (redis:7), mail (mailhog/mailhog:v1);"
                    + " as compose builds them: own (127.0.0.1:5000/team/own:1)";

    private static final String BEGINNING = """
            <project><build><plugins><plugin>
              <artifactId>ecr-maven-plugin</artifactId>
              <configuration>
                <registries>
                  <registry><host>127.0.0.1:5000</host></registry>
                </registries>
            """;
    private static final String END = "</configuration></plugin></plugins></build></project>";
    private static final String POM = BEGINNING + END;
    private static final String POM_WITH_IMAGES =
            BEGINNING + "<images><image><id>mine</id><name>127.0.0.1:5000/team/db:2</name></image></images>" + END;
    private static final String POM_WITH_ANY_REGISTRY =
            "<project><build><plugins><plugin><artifactId>ecr-maven-plugin</artifactId><configuration><registries>"
                    + "<registry><host>*</host><endpoint>http://127.0.0.1</endpoint></registry></registries>" + END;
    private static final String POM_WITH_ID =
            BEGINNING + "<images><image><id>db</id><name>127.0.0.1:5000/team/other:2</name></image></images>" + END;

    @BeforeEach
    void start() {
        settings.addServer(server(HOST, SECRET));
        engine.pull("{\"status\":\"Status: Image is up to date\"}");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @MojoParameter(name = "pullPolicy", value = "Always")
    @InjectMojo(goal = "pull", pom = POM)
    void pullsTheImagesOfServicesForTheirPlatforms(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "arm64");
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .contains(HOST + "/team/app:1.0 is up to date", HOST + "/team/db:2 is up to date")
                .containsOnlyOnce(LEFT_ALONE)
                .noneMatch(line -> line.contains("Pulling redis"));
        assertThat(engine.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .hasSize(2)
                .filteredOn(request -> request.contains("platform=linux%2Farm64"))
                .singleElement()
                .asString()
                .contains("app");
        assertThat(session.getCurrentProject().getProperties().stringPropertyNames())
                .contains("ecr.web.image", "ecr.db.image")
                .doesNotContain("ecr.cache.image");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @InjectMojo(goal = "pull", pom = POM_WITH_IMAGES)
    void theSettingsOfThePomApplyToAnImageThatIsInBoth(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "arm64");
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log).containsOnlyOnce(HOST + "/team/db:2 is already present");
        assertThat(session.getCurrentProject().getProperties().stringPropertyNames())
                .contains("ecr.mine.image", "ecr.web.image")
                .doesNotContain("ecr.db.image");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @InjectMojo(goal = "remove", pom = POM)
    void removesTheImagesInEcrAndNoOthers(RemoveMojo remove) throws Exception {
        List.of("app:1.0", "db:2")
                .forEach(image -> engine.answer(
                        "DELETE /images/" + HOST + "/team/" + image,
                        200,
                        "[{\"Untagged\":\"" + HOST + "/team/" + image + "\"},{\"Deleted\":\"sha256:1\"}]"));

        execute(remove);

        assertThat(log)
                .containsOnlyOnce(LEFT_ALONE)
                .contains("Removed " + HOST + "/team/app:1.0", "Removed " + HOST + "/team/db:2");
        assertThat(engine.requests())
                .filteredOn(request -> request.startsWith("DELETE"))
                .hasSize(2);
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @MojoParameter(name = "filter", value = "db")
    @InjectMojo(goal = "pull", pom = POM)
    void theFilterMatchesNamesOfServices(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .contains("Filter db: 1 of 2 images", HOST + "/team/db:2 is already present")
                .noneMatch(line -> line.startsWith(HOST + "/team/app"));
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/own:3")
    @MojoParameter(name = "composeFiles", value = FILE)
    @InjectMojo(goal = "pull", pom = POM)
    void imagesOfTheCommandLineReplaceThoseOfFiles(PullMojo pull) throws Exception {
        property("images", HOST + "/team/own:3");
        engine.has(HOST + "/team/own:3", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .contains(HOST + "/team/own:3 is already present")
                .noneMatch(line -> line.contains("/team/app") || line.contains("Compose"));
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @InjectMojo(goal = "pull", pom = POM_WITH_IMAGES)
    void filesOfTheCommandLineReplaceTheImagesOfThePom(PullMojo pull) throws Exception {
        property("composeFiles", FILE);
        engine.has(HOST + "/team/app:1.0", "linux", "arm64");
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(session.getCurrentProject().getProperties().stringPropertyNames())
                .contains("ecr.db.image", "ecr.web.image")
                .doesNotContain("ecr.mine.image");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = "src/test/resources/compose/mirrored.yaml")
    @InjectMojo(goal = "pull", pom = POM_WITH_ANY_REGISTRY)
    void anImageWithoutARegistryDoesNotMatchAPatternForAnyRegistry(PullMojo pull) throws Exception {
        engine.has("ghcr.io/a/tool:1", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .contains(
                        "Compose services left alone, as their images are neither in ECR nor mirrored there: db (postgres:16)",
                        "ghcr.io/a/tool:1 is already present");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = "src/test/resources/compose/names.yaml")
    @InjectMojo(goal = "pull", pom = POM)
    void theNameOfAServiceIsTheIdOfItsImage(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(session.getCurrentProject().getProperties().stringPropertyNames())
                .contains("ecr._db.image", "ecr.my.db-2.image");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = BAD)
    @InjectMojo(goal = "pull", pom = POM)
    void reportsBadImagesWithTheirLines(PullMojo pull) {
        String file = Path.of(BAD).toAbsolutePath().toString();

        assertFails(
                pull,
                "2 problems:\n  - bad image '" + HOST + "/team/app:-1' (" + file
                        + ", line 3: services.web.image): tag '-1' must be 1 to 128 letters, digits, '_', '.' or '-', and"
                        + " not begin with '.' or '-'\n  - bad image '" + HOST + "/team/db:2' (" + file
                        + ", line 5: services.db.image): platform 'linux' is not os/architecture[/variant], such as"
                        + " linux/arm64");
        assertThat(log)
                .containsExactly("WARNING: " + file
                        + ", line 5: services.db.image: variable NONE is not set, and has no default");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = UNSET)
    @InjectMojo(goal = "pull", pom = POM)
    void anInvalidImageDueToAnUnsetVariableIsAnError(PullMojo pull) {
        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(
                        "bad image 'postgres:' (" + Path.of(UNSET).toAbsolutePath()
                                + ", line 5: services.other.image): without a value for NONE it is no image reference: ");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = UNSET)
    @MojoParameter(name = "filter", value = "db")
    @InjectMojo(goal = "pull", pom = POM)
    void anInvalidImageDueToAnUnsetVariableCanBeFilteredOut(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log).contains(HOST + "/team/db:2 is already present");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = FILE)
    @InjectMojo(goal = "pull", pom = POM_WITH_ID)
    void aServiceCannotHaveTheIdOfAnotherImage(PullMojo pull) {
        assertFails(
                pull,
                "two images have the id 'db', one as a service: '" + HOST + "/team/db:2' ("
                        + Path.of(FILE).toAbsolutePath() + ", line 6: services.db.image). Give the <image> another id");
    }

    @Test
    @MojoParameter(name = "composeFiles", value = "src/test/resources/compose/none.yaml")
    @InjectMojo(goal = "check", pom = POM)
    void anAbsentFileIsAnError(CheckMojo check) {
        assertFails(
                check,
                "cannot read "
                        + Path.of("src/test/resources/compose/none.yaml").toAbsolutePath()
                        + ": there is no such file. Correct composeFiles");
    }
}
