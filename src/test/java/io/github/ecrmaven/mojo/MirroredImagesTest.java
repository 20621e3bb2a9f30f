package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goals with images that are declared by their own names and pulled from ECR through a mirror. */
@MojoTest
class MirroredImagesTest extends GoalHarness {
    private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String POSTGRES = ECR + "/docker-hub/library/postgres:16";
    private static final String WITH_DIGEST = "src/test/resources/compose/digests.yaml";
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String MIRRORS = "docker.io=" + ECR + "/docker-hub, quay.io=" + ECR + "/quay";
    private static final String BEGIN =
            "<project><build><plugins><plugin><artifactId>ecr-maven-plugin</artifactId><configuration>";
    private static final String END = "</configuration></plugin></plugins></build></project>";

    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final TestImage image = TestImage.docker("linux/amd64", 1, 1_000);

    private Path lockFile;

    @BeforeEach
    void start() {
        aws.serve(registry);
        registry.push("docker-hub/library/postgres", "16", image);
        lockFile = folder.resolve("ecr.lock");
        session.getUserProperties().remove("ecr.endpoint"); // it would make any host a registry of ECR
        property("mirrors", "docker.io=" + registry.host() + "/docker-hub");
        session.getSystemProperties().setProperty("aws.accessKeyId", KEY_ID);
        session.getSystemProperties().setProperty("aws.secretAccessKey", SECRET);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16,quay.io/keycloak/keycloak:26")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void anImageThatIsPresentUnderItsOwnNameIsNotPulled(PullMojo pull) throws Exception {
        engine.has("docker.io/library/postgres:16", "linux", "amd64");
        engine.has("quay.io/keycloak/keycloak:26", "linux", "amd64");

        execute(pull);

        assertThat(log).contains("postgres:16 is already present", "quay.io/keycloak/keycloak:26 is already present");
        assertThat(engine.requests()).noneMatch(request -> request.startsWith("POST"));
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    @InjectMojo(
            goal = "pull",
            pom = BEGIN + "<images><image><name>postgres:16</name><pullPolicy>Always</pullPolicy></image></images>"
                    + "<mirrors><mirror><upstream>docker.io</upstream><registry>" + ECR
                    + "/docker-hub</registry></mirror></mirrors>" + END)
    void aPulledImageGetsItsOwnName(PullMojo pull) throws Exception {
        engine.has(POSTGRES, "linux", "amd64");
        engine.pull("{\"status\":\"Status: Downloaded newer image for x\"}");
        engine.answer("POST /images/sha256:1/tag", 201, "");

        execute(pull);

        assertThat(engine.requests())
                .anyMatch(request -> request.startsWith("POST") && request.contains("fromImage=" + ECR))
                .anyMatch(request -> request.endsWith("/tag?repo=docker.io%2Flibrary%2Fpostgres&tag=16"));
        assertThat(log)
                .contains("Pulling " + POSTGRES)
                .anyMatch(line -> line.equals("postgres:16 is up to date")
                        || line.startsWith("Pulled postgres:16 from " + POSTGRES + " ("));
    }

    @Test
    @MojoParameter(name = "composeFiles", value = "src/test/resources/compose/mirrored.yaml")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void servicesWithMirroredImagesAreNotLeftAlone(PullMojo pull) throws Exception {
        engine.has("docker.io/library/postgres:16", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .contains(
                        "postgres:16 is already present",
                        "Compose services left alone, as their images are neither in ECR nor mirrored there: tool (ghcr.io/a/tool:1)");
    }

    /** As with Docker's overlay2 store. */
    @Test
    @MojoParameter(name = "composeFiles", value = WITH_DIGEST)
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void warnsIfTheEngineDoesNotFindTheImageOfAServiceByDigest(PullMojo pull) throws Exception {
        engine.has(ECR + "/docker-hub/library/postgres@" + DIGEST, "linux", "amd64");
        engine.has(ECR + "/docker-hub/library/postgres:16", "linux", "amd64");
        engine.has("docker.io/library/postgres:15", "linux", "amd64");
        engine.has("docker.io/library/postgres:16", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .containsOnlyOnce("WARNING: Docker 28.5.2 at " + engine.uri() + " does not find 'postgres:16@" + DIGEST
                        + "' (" + Path.of(WITH_DIGEST).toAbsolutePath()
                        + ", line 3: services.db.image) by its digest, as it was pulled by a mirror, so that compose"
                        + " pulls it from docker.io. Write it without the digest, and lock it with ecr:lock")
                .noneMatch(line -> line.contains("does not find 'postgres:15"));
    }

    @Test
    @MojoParameter(name = "composeFiles", value = WITH_DIGEST)
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void doesNotWarnIfTheEngineFindsTheImageOfAServiceByDigest(PullMojo pull) throws Exception {
        engine.has("docker.io/library/postgres@" + DIGEST, "linux", "amd64");
        engine.has("docker.io/library/postgres:15", "linux", "amd64");
        engine.has("docker.io/library/postgres:16", "linux", "amd64");

        execute(pull);

        assertThat(log).noneMatch(line -> line.contains("does not find"));
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "remove")
    void removesBothNames(RemoveMojo remove) throws Exception {
        engine.has("docker.io/library/postgres:16", "linux", "amd64");
        engine.answer("DELETE /images/docker.io/library/postgres:16", 200, "[{\"Untagged\":\"postgres:16\"}]");
        engine.answer("DELETE /images/" + POSTGRES, 200, "[{\"Deleted\":\"sha256:1\"}]");

        execute(remove);

        assertThat(log).containsExactly("Untagged postgres:16", "Removed " + POSTGRES, "Removed 1 image and 1 name");
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "remove")
    void anAbsentImageIsReportedUnderItsOwnName(RemoveMojo remove) throws Exception {
        execute(remove);

        assertThat(log).containsExactly("postgres:16 is not present; nothing to remove", "Nothing was removed");
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16,postgres:17")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void anImageThatTheLockFileLacksIsReportedUnderItsOwnName(PullMojo pull) throws Exception {
        Files.writeString(lockFile, "postgres:16@" + image.digest() + "\n");

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("postgres:17 is not in " + lockFile + ". Run 'mvn ecr:lock");
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:17")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "check")
    void anImageThatTheLockFileLacksIsAProblemOfTheCheckToo(CheckMojo check) throws Exception {
        Files.writeString(lockFile, "postgres:16@" + image.digest() + "\n");

        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("postgres:17 is not in " + lockFile + ". Run 'mvn ecr:lock");
    }

    /** The engine has another image under this name than the locked one. */
    @Test
    @MojoParameter(name = "images", value = "postgres:16")
    @MojoParameter(name = "pullPolicy", value = "Never")
    @MojoParameter(name = "mirrors", value = MIRRORS)
    @InjectMojo(goal = "pull")
    void aLockedImageIsLookedForByItsDigest(PullMojo pull) throws Exception {
        Files.writeString(lockFile, "postgres:16@" + image.digest() + "\n");
        engine.has("docker.io/library/postgres:16", "linux", "amd64");

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("postgres:16@" + image.digest() + " is not in Docker 28.5.2 at ");
        assertThat(engine.requests())
                .anyMatch(request -> request.endsWith("/images/docker.io/library/postgres@" + image.digest() + "/json"))
                .anyMatch(request ->
                        request.endsWith("/images/" + ECR + "/docker-hub/library/postgres@" + image.digest() + "/json"))
                .noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16")
    @InjectMojo(
            goal = "check",
            pom = BEGIN
                    + "<registries><registry><host>127.0.0.1:*</host><region>eu-west-1</region></registry></registries>"
                    + END)
    void checksBothNames(CheckMojo check) throws Exception {
        engine.has("docker.io/library/postgres:16", "linux", "amd64");

        execute(check);

        assertThat(log)
                .anyMatch(line -> line.matches("  docker-hub/library/postgres:16 as postgres:16  sha256:.* yes .*"));
        assertThat(output)
                .content()
                .contains(
                        "\"name\": \"" + registry.host() + "/docker-hub/library/postgres:16\"",
                        "\"ownName\": \"postgres:16\"");
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16,quay.io/keycloak/keycloak:26")
    @MojoParameter(name = "mirrors", value = "quay.io=" + ECR + "/quay")
    @InjectMojo(goal = "pull")
    void anImageOfARegistryWithoutAMirrorIsRefused(PullMojo pull) {
        assertFails(
                pull,
                "bad image 'postgres:16': it names no registry, and so is one of Docker Hub: begin with"
                        + " ACCOUNT.dkr.ecr.REGION.amazonaws.com/. If ECR mirrors it by a pull-through cache, say where,"
                        + " by -Decr.mirrors=docker.io=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the"
                        + " POM");
    }

    @Test
    @MojoParameter(name = "images", value = "postgres:16")
    @MojoParameter(name = "mirrors", value = "docker.io,quay.io=quay")
    @InjectMojo(goal = "remove")
    void badMirrorsAreReportedTogether(RemoveMojo remove) {
        String form = "' is not a host with the repository prefix of a pull-through cache rule, such as"
                + " 123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub; for the prefix ROOT, the host alone";

        assertFails(
                remove,
                "2 problems:\n  - bad mirror 'docker.io=': its registry '" + form
                        + "\n  - bad mirror 'quay.io=quay': its registry 'quay" + form);
    }

    @Test
    @MojoParameter(name = "images", value = ECR + "/team/app:1")
    @MojoParameter(name = "mirrors", value = "docker.io=" + ECR + "/docker-hub,ghcr.io=quay.io/github")
    @InjectMojo(goal = "check")
    void aMirrorOutsideOfEcrIsRefusedEvenIfNoImageNeedsIt(CheckMojo check) {
        assertFails(
                check,
                "bad mirror 'ghcr.io=quay.io/github': 'quay.io' is not a registry of ECR:"
                        + " ACCOUNT.dkr.ecr.REGION.amazonaws.com. Declare a registry of ECR of another form, as"
                        + " LocalStack's, by its <host> and <region> in <registries>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<mirrors><mirror><upstrem>a</upstrem></mirror></mirrors>" + END)
    void suggestsTheRightElementOfAMirror(PullMojo pull) {
        assertFails(
                pull,
                "a <mirror> has the unknown element <upstrem>: did you mean <upstream>? It may have <registry>,"
                        + " <upstream>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<mirrors><mirror>docker.io=" + ECR + "</mirror></mirrors>" + END)
    void aMirrorThatIsATextIsAnError(PullMojo pull) {
        assertFails(
                pull,
                "a <mirror> has a text, but takes elements: <registry>, <upstream>. If a parent POM or the plugin's own"
                        + " <configuration> has such a list too, Maven has merged both: write combine.self=\"override\""
                        + " in the tag of the list that shall count");
    }
}
