package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The goals as Maven configures them, with stand-ins for the engine and for AWS. */
@MojoTest
class GoalsTest extends GoalHarness {
    private static final String HOST = "127.0.0.1:5000";
    private static final String ENCRYPTED = SettingsServersTest.ENCRYPTED;
    private static final String POM_WITH_BOTH_FORMS = """
            <project><build><plugins><plugin>
              <artifactId>ecr-maven-plugin</artifactId>
              <configuration><images>
                <image>127.0.0.1:5000/team/app:1.0</image>
                <image>
                  <name>127.0.0.1:5000/team/db:2</name>
                  <platform>linux/arm64</platform>
                  <pullPolicy>always</pullPolicy>
                </image>
              </images></configuration>
            </plugin></plugins></build></project>
            """;

    private static final String POM_WITH_REGISTRIES = """
            <project><build><plugins><plugin>
              <artifactId>ecr-maven-plugin</artifactId>
              <configuration><registries>
                <registry><host>127.0.0.1:5000</host></registry>
                <registry><host>other.example</host><serverId>127.0.0.1:5000</serverId></registry>
                <registry><host>*</host></registry>
              </registries></configuration>
            </plugin></plugins></build></project>
            """;

    @Test
    @InjectMojo(goal = "pull", pom = POM_WITH_BOTH_FORMS)
    void acceptsImagesInTheShortAndTheLongForm(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");
        engine.has(HOST + "/team/db:2", "linux", "arm64");
        engine.pull("{\"status\":\"Status: Image is up to date\"}");
        settings.addServer(server(HOST, SECRET));

        execute(pull);

        assertThat(log)
                .contains(HOST + "/team/app:1.0 is already present")
                .containsSubsequence(
                        "Signing in to " + HOST + " with access key of settings.xml server '" + HOST + "'",
                        "Pulling " + HOST + "/team/db:2",
                        HOST + "/team/db:2 is up to date")
                .last()
                .asString()
                .startsWith("1 up to date, 1 already present in ");
        assertThat(engine.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .singleElement()
                .asString()
                .contains("platform=linux%2Farm64");
    }

    @Test
    @InjectMojo(goal = "pull", pom = POM_WITH_BOTH_FORMS)
    void usesTheSamePlatformAsTheDockerCli(PullMojo pull) throws Exception {
        session.getSystemProperties().setProperty("env.DOCKER_DEFAULT_PLATFORM", "linux/s390x");
        engine.answerOnce("GET /images/" + HOST + "/team/app:1.0/json", 404, "{}");
        engine.has(HOST + "/team/app:1.0", "linux", "s390x");
        engine.has(HOST + "/team/db:2", "linux", "arm64");
        engine.pull("{\"status\":\"Status: Image is up to date\"}");
        settings.addServer(server(HOST, SECRET));

        execute(pull);

        assertThat(engine.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .extracting(request -> request.replaceFirst(".*&platform=([^&]*).*", "$1"))
                .containsExactlyInAnyOrder("linux%2Fs390x", "linux%2Farm64");
    }

    /** CI systems pass unset variables as blank values. */
    @ParameterizedTest
    @ValueSource(strings = {"dockerHost", "dockerContext", "platform", "pullPolicy", "dockerAuthProperty"})
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void aBlankParameterIsNotSet(String parameter, PullMojo pull) throws Exception {
        MojoExtension.setVariableValueToObject(pull, "dockerHost", null);
        MojoExtension.setVariableValueToObject(pull, parameter, " ");
        session.getSystemProperties()
                .setProperty("env.DOCKER_HOST", engine.uri().toString());
        session.getSystemProperties().setProperty("env.DOCKER_DEFAULT_PLATFORM", "linux/s390x");
        engine.has(HOST + "/team/app:1.0", "linux", "s390x");

        execute(pull);

        assertThat(log).contains(HOST + "/team/app:1.0 is already present");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0," + HOST + "/team/db:2")
    @InjectMojo(goal = "pull")
    void acceptsImagesSeparatedByCommas(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log).contains(HOST + "/team/app:1.0 is already present", HOST + "/team/db:2 is already present");
    }

    /** Several modules of a build may need the same image. */
    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void logsAPresentImageOncePerBuild(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");

        execute(pull);
        execute(pull);

        assertThat(log)
                .filteredOn((HOST + "/team/app:1.0 is already present")::equals)
                .hasSize(1);
        assertThat(log)
                .filteredOn(line -> line.startsWith("1 already present in "))
                .hasSize(2);
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "serverId", value = "ci")
    @MojoParameter(name = "pullPolicy", value = "Always")
    @InjectMojo(goal = "pull")
    void signsInWithADecryptedPassword(PullMojo pull) throws Exception {
        System.setProperty("settings.security", "src/test/resources/settings-security.xml");
        settings.addServer(server("ci", ENCRYPTED));
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");
        engine.pull("{\"status\":\"Status: Image is up to date\"}");

        execute(pull);

        assertThat(aws.calls("GetAuthorizationToken"))
                .singleElement()
                .matches(call -> call.accessKeyId().equals("AKIAEXAMPLE")
                        && call.region().equals("eu-west-1"));
        assertThat(log).contains(HOST + "/team/app:1.0 is up to date");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "serverId", value = "ci")
    @MojoParameter(name = "pullPolicy", value = "Always")
    @InjectMojo(goal = "pull")
    void neverUsesACiphertextAsAKey(PullMojo pull) {
        System.setProperty("settings.security", "absent.xml");
        settings.addServer(server("ci", ENCRYPTED));

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("cannot decrypt the password of settings.xml server 'ci': ");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "accessKeyId", value = "AKIAEXAMPLE")
    @MojoParameter(name = "profile", value = "dev")
    @InjectMojo(goal = "pull")
    void refusesContradictoryCredentialsBeforeItConnectsToTheEngine(PullMojo pull) {
        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("accessKeyId and profile of the goal's parameters are set together");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "accessKeyId", value = "AKIAEXAMPLE")
    @MojoParameter(name = "secretAccessKey", value = "not-its-secret")
    @MojoParameter(name = "sessionToken", value = "")
    @InjectMojo(goal = "pull")
    void quotesAwsInOneLineWithoutTheSecret(PullMojo pull) {
        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("no ECR authorization token for " + HOST
                        + " with access key of the goal's parameters: InvalidSignatureException: ")
                .hasMessageNotContainingAny("not-its-secret", "\n");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void offlineAPresentImageIsUsed(PullMojo pull) throws Exception {
        settings.setOffline(true);
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");

        execute(pull);

        assertThat(log).contains(HOST + "/team/app:1.0 is already present; Maven is offline");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "dockerAuthProperty", value = "ecr.dockerAuth")
    @InjectMojo(goal = "pull")
    void setsTheDockerAuthPropertyEvenIfAllImagesArePresent(PullMojo pull) throws Exception {
        settings.addServer(server(HOST, SECRET));
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");

        execute(pull);

        assertThat(session.getCurrentProject().getProperties().getProperty("ecr.dockerAuth"))
                .startsWith("{\"auths\":{\"" + HOST + "\":{\"auth\":");
        assertThat(log)
                .contains(HOST + "/team/app:1.0 is already present")
                .last()
                .asString()
                .startsWith("Credentials for " + HOST + " are in property 'ecr.dockerAuth' until ");
        assertThat(String.join("\n", log)).doesNotContain(aws.passwords());
    }

    @Test
    @MojoParameter(name = "dockerAuthProperty", value = "ecr.dockerAuth")
    @InjectMojo(goal = "pull", pom = POM_WITH_REGISTRIES)
    void signsInWithoutImagesAndWithoutAnEngine(PullMojo pull) throws Exception {
        settings.addServer(server(HOST, SECRET));

        execute(pull);

        assertThat(log)
                .last()
                .asString()
                .startsWith("Credentials for " + HOST + ", other.example are in property 'ecr.dockerAuth' until ");
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0," + HOST + "/team/db:2,Bad")
    @MojoParameter(name = "filter", value = " db ,,x*")
    @InjectMojo(goal = "pull")
    void pullsOnlyImagesThatMatchTheFilter(PullMojo pull) throws Exception {
        engine.has(HOST + "/team/db:2", "linux", "amd64");

        execute(pull);

        assertThat(log)
                .first()
                .isEqualTo("WARNING: Filter db,x*: 1 of 3 images; 'x*' matches no image; the images are: app, db, Bad");
        assertThat(log).contains(HOST + "/team/db:2 is already present").noneMatch(line -> line.contains("/team/app"));
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "skip", value = "true")
    @InjectMojo(goal = "pull")
    void doesNothingIfSkipIsSet(PullMojo pull) throws Exception {
        execute(pull);

        assertThat(log).containsExactly("Skipped: ecr.skip is true");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "force", value = "true")
    @MojoParameter(name = "noPrune", value = "true")
    @InjectMojo(goal = "remove")
    void removesWithTheGivenOptionsAndWithoutAws(RemoveMojo remove) throws Exception {
        engine.answer(
                "DELETE /images/" + HOST + "/team/app:1.0",
                200,
                "[{\"Untagged\":\"" + HOST + "/team/app:1.0\"},{\"Deleted\":\"sha256:1\"}]");

        execute(remove);

        assertThat(engine.requests())
                .contains("DELETE /v1.44/images/" + HOST + "/team/app:1.0?force=true&noprune=true");
        assertThat(log).containsExactly("Removed " + HOST + "/team/app:1.0", "Removed 1 image and 1 name");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = "team/app,Team")
    @InjectMojo(goal = "remove")
    void namesAllBadImages(RemoveMojo remove) {
        assertThatThrownBy(() -> execute(remove))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("2 problems:\n  - bad image 'team/app': it names no registry")
                .hasMessageContaining("\n  - bad image 'Team': ");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "check")
    void checksAndWritesTheReportAsJson(CheckMojo check) throws Exception {
        settings.addServer(server(HOST, SECRET));
        try (var registry = new RegistryStandIn(aws::issued)) {
            aws.serve(registry);
            registry.push("team/app", "1.0", TestImage.oci("linux/amd64", 1, 1_000));

            execute(check);
        }

        assertThat(log)
                .contains("  Credentials  access key of settings.xml server '" + HOST + "'")
                .anyMatch(
                        line -> line.matches("  team/app:1.0  sha256:[0-9a-f]{12}        0.0  no         linux/amd64"))
                .endsWith("Everything is in place: 1 image in 1 registry");
        assertThat(output)
                .content()
                .contains("\"callerArn\": \"arn:aws:iam::123456789012:user/developer\"", "\"problems\": []");
        assertThat(engine.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0,team/app")
    @MojoParameter(name = "accessKeyId", value = "AKIAEXAMPLE")
    @MojoParameter(name = "secretAccessKey", value = "not-its-secret")
    @MojoParameter(name = "dockerHost", value = "tcp://127.0.0.1:1")
    @InjectMojo(goal = "check")
    void reportsAllProblemsInOneRun(CheckMojo check) {
        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("3 problems:\n  - no container engine at tcp://127.0.0.1:1 ")
                .hasMessageContaining("\n  - no ECR authorization token for " + HOST
                        + " with access key of the goal's parameters: InvalidSignatureException: ")
                .hasMessageContaining(
                        "\n  - bad image 'team/app': it names no registry, and so is one of Docker Hub: begin with ")
                .hasMessageNotContaining("not-its-secret");
        assertThat(output)
                .content()
                .contains("\"engine\": null", "\"no container engine at ", "\"bad image 'team/app'");
    }

    @Test
    void checksAnImageThatOneModulePullsAndAnotherDoesNot(
            @InjectMojo(goal = "check")
                    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
                    @MojoParameter(name = "serverId", value = "wrong")
                    @MojoParameter(name = "pullPolicy", value = "Never")
                    CheckMojo one,
            @InjectMojo(goal = "check")
                    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
                    @MojoParameter(name = "serverId", value = "wrong")
                    @MojoParameter(name = "pullPolicy", value = "Always")
                    CheckMojo other) {
        settings.addServer(server("wrong", "not-its-secret"));
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");
        one.setLog(new RecordedLog(log));
        other.setLog(new RecordedLog(log));

        assertThatThrownBy(() -> new CheckRun(one, null).run(List.of(one, other)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("no ECR authorization token for " + HOST);
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "accessKeyId", value = "AKIAEXAMPLE")
    @MojoParameter(name = "profile", value = "dev")
    @InjectMojo(goal = "check")
    void writesContradictoryParametersIntoTheReport(CheckMojo check) {
        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("accessKeyId and profile of the goal's parameters are set together");
        assertThat(output).content().containsPattern("\"problems\": \\[\\s+\"accessKeyId and profile of ");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "accessKeyId", value = "AKIAEXAMPLE")
    @MojoParameter(name = "profile", value = "dev")
    @InjectMojo(goal = "check")
    void reportsContradictoryParametersAndAnUnwritableReport(CheckMojo check) throws Exception {
        Files.createDirectories(output.resolve("in-the-way"));

        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("2 problems:\n  - accessKeyId and profile of the goal's parameters are set ")
                .hasMessageContaining("\n  - cannot write " + output);
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "pullPolicy", value = "Never")
    @InjectMojo(goal = "check")
    void aReportThatCannotBeWrittenIsAProblemToo(CheckMojo check) throws Exception {
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");
        Path file = Files.writeString(output.getParent(), "");

        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("cannot write " + output + ": FileAlreadyExistsException: " + file
                        + ". Set ecr.output to a file that can be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://${env.ECR_TEST_NONE}", "https://vpce example"})
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void anInvalidEndpointIsAnErrorInOneSentence(String endpoint, PullMojo pull) throws Exception {
        MojoExtension.setVariableValueToObject(pull, "endpoint", endpoint);

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("the endpoint of the goal's parameters is not the address of an API, such as https://HOST");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void refusesASymbolicLinkAsItsFolder(PullMojo pull) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.createSymbolicLink(target.resolve("ecr"), elsewhere);
        MojoExtension.setVariableValueToObject(pull, "buildDirectory", target.toFile());
        session.getCurrentProject().setFile(folder.resolve("pom.xml").toFile());
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(target.resolve("ecr") + " is a symbolic link, which goals do not follow, so that"
                        + " their files stay in the build's folder. Delete it");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(engine.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "lock")
    void lockingOfflineIsAnError(LockMojo lock) {
        settings.setOffline(true);

        assertThatThrownBy(() -> execute(lock))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("Maven is offline, but only registries know the digests of tags: run ecr:lock without -o");
    }

    @Test
    void failuresToLockInSeveralModulesAreOneMessage(
            @InjectMojo(goal = "lock")
                    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
                    @MojoParameter(name = "serverId", value = "wrong")
                    LockMojo one,
            @InjectMojo(goal = "lock")
                    @MojoParameter(name = "images", value = "127.0.0.2:5000/team/db:2")
                    @MojoParameter(name = "serverId", value = "wrong")
                    LockMojo other) {
        settings.addServer(server("wrong", "not-its-secret"));
        one.setLog(new RecordedLog(log));
        other.setLog(new RecordedLog(log));

        assertThatThrownBy(() -> new LockRun(one).run(List.of(one, other)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("2 problems:\n  - no ECR authorization token for " + HOST)
                .hasMessageContaining("\n  - no ECR authorization token for 127.0.0.2:5000");
        assertThat(folder.resolve("ecr.lock")).doesNotExist();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0," + HOST + "/team/db:2")
    @InjectMojo(goal = "pull")
    void anImageThatTheLockFileLacksIsNotPulled(PullMojo pull) throws Exception {
        Path file = Files.writeString(folder.resolve("ecr.lock"), "# none\n");

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("2 images are not in " + file + ": " + HOST + "/team/app:1.0, " + HOST
                        + "/team/db:2. Run 'mvn ecr:lock")
                .hasMessageEndingWith("' to lock them");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void theSuggestedLockCommandHasTheProfilesAndTheLockFileOfTheBuild(PullMojo pull) throws Exception {
        Path file = Files.writeString(folder.resolve("ecr.lock"), "# none\n");
        session.getRequest().addActiveProfile("more").addActiveProfile("of-settings");
        session.getCurrentProject().setInjectedProfileIds("external", List.of("of-settings"));
        session.getCurrentProject().setInjectedProfileIds("group:artifact:1", List.of("more", "by-default"));

        assertThatThrownBy(() -> execute(pull))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(" -Pmore -Decr.lockFile=" + file + "' to lock it");
    }

    @Test
    void aModuleWhoseArtifactIdAnotherHasTooIsNamedWithItsGroup() {
        var module = new MavenProject();
        module.setGroupId("com.example");
        module.setArtifactId("api");
        var other = new MavenProject();
        other.setArtifactId("app");
        when(session.getCurrentProject()).thenReturn(module);
        when(session.getProjects()).thenReturn(List.of(module, other));
        var context = new GoalContext(session, null, null, null);

        assertThat(context.moduleName()).isEqualTo(":api");
        other.setArtifactId("api");
        assertThat(context.moduleName()).isEqualTo("com.example:api");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "check")
    void aDamagedLockFileIsTheOnlyProblemInTheReport(CheckMojo check) throws Exception {
        Path file = Files.writeString(folder.resolve("ecr.lock"), "<<<<<<< HEAD\n");

        assertThatThrownBy(() -> execute(check))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(
                        "damaged " + file + ", line 1, column 1: there is an unresolved merge conflict");
        assertThat(output).content().contains("\"damaged " + file + ", line 1, column 1: ");
    }

    private static final String BEGIN =
            "<project><build><plugins><plugin><artifactId>ecr-maven-plugin</artifactId>" + "<configuration>";
    private static final String END = "</configuration></plugin></plugins></build></project>";

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<images><image><hostname>a</hostname></image></images>" + END)
    void anUnknownElementOfAnImageIsAnError(PullMojo pull) {
        assertFails(
                pull,
                "an <image> has the unknown element <hostname>."
                        + " It may have <id>, <localTag>, <name>, <platform>, <pullPolicy>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<images><image><localtag>a</localtag></image></images>" + END)
    void suggestsTheRightElementOfAnImage(PullMojo pull) {
        assertFails(
                pull,
                "an <image> has the unknown element <localtag>: did you mean <localTag>?"
                        + " It may have <id>, <localTag>, <name>, <platform>, <pullPolicy>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<images><name>a</name></images>" + END)
    void anotherElementThanImageInImagesIsAnError(PullMojo pull) {
        assertFails(pull, "<images> has <name>, but takes only <image>: write <images><image>…</image></images>");
    }

    @Test
    @InjectMojo(
            goal = "pull",
            pom = BEGIN + "<registries><registry><hostname>a</hostname></registry></registries>" + END)
    void anUnknownElementOfARegistryIsAnError(PullMojo pull) {
        assertFails(
                pull,
                "a <registry> has the unknown element <hostname>. It may have <accessKeyId>,"
                        + " <duration>, <endpoint>, <externalId>, <host>, <profile>, <region>, <roleArn>,"
                        + " <roleSessionName>,"
                        + " <secretAccessKey>, <serverId>, <sessionToken>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<registries><host>a.example</host></registries>" + END)
    void aHostOutsideOfARegistryIsAnError(PullMojo pull) {
        assertFails(
                pull,
                "<registries> has <host>, but takes only <registry>:"
                        + " write <registries><registry>…</registry></registries>");
    }

    @Test
    @InjectMojo(goal = "pull", pom = BEGIN + "<images><image>" + HOST + "/app:1</image><image/></images>" + END)
    void anEmptyImageIsNamedByItsNumber(PullMojo pull) {
        assertFails(pull, "bad image number 2 of 2: it is empty");
    }

    @Test
    @InjectMojo(
            goal = "pull",
            pom = BEGIN + "<images><image><name>" + HOST + "/app:1</name><id>my app</id></image></images>" + END)
    void anInvalidIdIsAnError(PullMojo pull) {
        assertFails(
                pull,
                "bad image '" + HOST + "/app:1': id 'my app' must consist of letters, digits, '.', '_' or '-',"
                        + " and begin with a letter, digit or '_'");
    }

    @Test
    @MojoParameter(name = "images", value = "," + HOST + "/App:1,")
    @InjectMojo(goal = "pull")
    void anEmptyEntryOfTheCommandLineIsNamedByItsNumber(PullMojo pull) {
        assertFails(
                pull,
                "3 problems:\n  - bad image number 1 of 3: it is empty\n  - bad image '" + HOST
                        + "/App:1': repository 'App' has capital letters\n  - bad image number 3 of 3: it is empty");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void aBoundGoalDoesNothingIfTestsAreSkipped(PullMojo pull) throws Exception {
        session.getUserProperties().setProperty("skipTests", "true");

        execute(pull);

        assertThat(log)
                .containsExactly("Skipped because tests are skipped: skipTests is true"
                        + " (-Decr.skipWithTests=false runs it anyway)");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @MojoParameter(name = "skipWithTests", value = "false")
    @InjectMojo(goal = "pull")
    void aBoundGoalCanRunEvenIfTestsAreSkipped(PullMojo pull) throws Exception {
        session.getUserProperties().setProperty("skipTests", "true");
        engine.has(HOST + "/team/app:1.0", "linux", "amd64");

        execute(pull);

        assertThat(log).contains(HOST + "/team/app:1.0 is already present");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "pull")
    void aBugInPullIsReportedInOneSentence(PullMojo goal) throws Exception {
        assertReportsABug(goal, "pull");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "remove")
    void aBugInRemoveIsReportedInOneSentence(RemoveMojo goal) throws Exception {
        assertReportsABug(goal, "remove");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "check")
    void aBugInCheckIsReportedInOneSentence(CheckMojo goal) throws Exception {
        assertReportsABug(goal, "check");
    }

    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "lock")
    void aBugInLockIsReportedInOneSentence(LockMojo goal) throws Exception {
        assertReportsABug(goal, "lock");
    }

    private void assertReportsABug(AbstractMojo goal, String name) throws Exception {
        Field lockFile = AbstractEcrMojo.class.getDeclaredField("lockFile");
        lockFile.setAccessible(true);
        lockFile.set(goal, null);

        assertThatThrownBy(() -> execute(goal))
                .isInstanceOf(MojoExecutionException.class)
                .hasNoCause()
                .hasMessageMatching(
                        "ecr:" + name + " of [^\\n]+ failed with java\\.lang\\.NullPointerException: [^\\n]+ at"
                                + " io\\.github\\.ecrmaven\\.[^\\n]+\\. This is a bug of ecr-maven-plugin"
                                + " [^\\n]+: report it at"
                                + " https://github\\.com/ecrmaven/ecr-maven-plugin/issues, with the output of the same"
                                + " command with -e")
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).isInstanceOf(NullPointerException.class));
    }

    @Test
    void theAddressForBugsIsThatOfThePom() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("(?s)<issueManagement>.*<url>" + GoalRunner.ISSUES + "</url>\\s*</issueManagement>");
    }

    /** The runners of GitHub and Azure run commands in lines that start with {@code ::} or {@code ##}. */
    @Test
    @MojoParameter(name = "images", value = HOST + "/team/app:1.0")
    @InjectMojo(goal = "check")
    void theVersionOfAnEngineBecomesOneSafeLine(CheckMojo check) {
        engine.version("28.5\n::add-mask::x\r\n##vso[task]\u001b[2J\u202e", "1.48", "1.24");

        assertThatThrownBy(() -> execute(check)).isInstanceOf(MojoExecutionException.class);

        assertThat(log)
                .anySatisfy(
                        line -> assertThat(line).endsWith("Docker 28.5 ::add-mask::x ##vso[task] [2J for linux/amd64"))
                .noneSatisfy(line -> assertThat(line).containsPattern("[\\p{Cc}\\u202e]"));
    }
}
