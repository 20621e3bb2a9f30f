package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings about secrets in a POM. No warning contains the secret. */
class LiteralSecretsTest {
    private static final String KEY = "wJalrXUtnFEMI";
    private static final String WARNING = "secretAccessKey is written in the POM of :app, where everyone who has the"
            + " project can read it, and Maven prints it with -X. Put it into a <server> of settings.xml, and set"
            + " serverId to its id";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<build><plugins>PLUGIN</plugins></build>",
                "<build><pluginManagement><plugins>PLUGIN</plugins></pluginManagement></build>",
                "<profiles><profile><id>x</id><build><plugins>PLUGIN</plugins></build></profile></profiles>",
                "<profiles><profile><id>x</id><build><pluginManagement><plugins>PLUGIN</plugins></pluginManagement></build></profile></profiles>",
            })
    void warnsAboutAKeyInTheConfigurationOfThePlugin(String pom) throws Exception {
        assertThat(warnings(pom.replace("PLUGIN", plugin("<secretAccessKey>" + KEY + "</secretAccessKey>"))))
                .containsExactly(WARNING);
    }

    @Test
    void warnsAboutAKeyInTheConfigurationOfAnExecution() throws Exception {
        String pom = "<build><plugins><plugin><groupId>io.github.ecrmaven</groupId>"
                + "<artifactId>ecr-maven-plugin</artifactId><executions><execution><configuration>"
                + "<secretAccessKey>" + KEY + "</secretAccessKey>"
                + "</configuration></execution></executions></plugin></plugins></build>";

        assertThat(warnings(pom)).containsExactly(WARNING);
        assertThat(warnings(pom.replace("ecr-maven-plugin", "another-plugin"))).isEmpty();
    }

    @Test
    void warnsAboutASessionTokenOfARegistry() throws Exception {
        assertThat(warnings(configuration("<registries><registry><host>*</host><sessionToken>" + KEY
                        + "</sessionToken></registry></registries>")))
                .containsExactly(WARNING.replace("secretAccessKey", "sessionToken"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<accessKeyId>AKIAEXAMPLE</accessKeyId>",
                "<secretAccessKey/>",
                "<secretAccessKey> </secretAccessKey>",
                "<secretAccessKey>${env.KEY}</secretAccessKey>",
                "<secretAccessKey>${of.the.command.line}</secretAccessKey>",
            })
    void doesNotWarnWithoutASecret(String parameter) throws Exception {
        assertThat(warnings(configuration(parameter))).isEmpty();
    }

    @Test
    void warnsAboutAKeyInThePropertyOfTheParameter() throws Exception {
        assertThat(warnings("<properties><ecr.secretAccessKey>" + KEY + "</ecr.secretAccessKey></properties>"))
                .containsExactly(WARNING.replace(":app", ":app as property ecr.secretAccessKey"));
        assertThat(warnings("<properties><ecr.secretAccessKey>${env.KEY}</ecr.secretAccessKey></properties>"))
                .isEmpty();
    }

    @Test
    void warnsAboutAKeyInAReferencedProperty() throws Exception {
        String pom = configuration("<secretAccessKey>${key}</secretAccessKey>")
                + "<properties><key>${the.key}</key><other>" + KEY
                + "</other></properties><profiles><profile><id>x</id>"
                + "<properties><the.key>" + KEY + "</the.key></properties></profile></profiles>";

        assertThat(warnings(pom)).containsExactly(WARNING.replace(":app", ":app as property the.key"));
        assertThat(warnings(pom.replace(KEY, "${key}"))).isEmpty();
    }

    @Test
    void warnsAboutAKeyInAParent() throws Exception {
        MavenProject parent = project(
                "parent",
                "<properties><key>" + KEY + "</key></properties>"
                        + configuration("<sessionToken>" + KEY + "</sessionToken>"));
        MavenProject project = project("app", configuration("<secretAccessKey>${key}</secretAccessKey>"));
        project.setParent(parent);

        assertThat(warnings(project))
                .containsExactlyInAnyOrder(
                        WARNING.replace(":app", ":parent as property key"),
                        WARNING.replace(":app", ":parent").replace("secretAccessKey", "sessionToken"));
    }

    @Test
    void doesNotWarnWithoutAPom() {
        assertThat(LiteralSecrets.warnings(null, "io.github.ecrmaven:ecr-maven-plugin"))
                .isEmpty();
        assertThat(warnings(new MavenProject())).isEmpty();
    }

    private static String configuration(String parameters) {
        return "<build><plugins>" + plugin(parameters) + "</plugins></build>";
    }

    private static String plugin(String parameters) {
        return "<plugin><groupId>io.github.ecrmaven</groupId><artifactId>ecr-maven-plugin</artifactId><configuration>"
                + parameters + "</configuration></plugin>";
    }

    private static Set<String> warnings(String pom) throws IOException, XmlPullParserException {
        return warnings(project("app", pom));
    }

    private static Set<String> warnings(MavenProject project) {
        Set<String> warnings = LiteralSecrets.warnings(project, "io.github.ecrmaven:ecr-maven-plugin");
        assertThat(warnings).noneMatch(warning -> warning.contains(KEY));
        return warnings;
    }

    private static MavenProject project(String artifactId, String pom) throws IOException, XmlPullParserException {
        Model model = new MavenXpp3Reader()
                .read(new StringReader("<project><artifactId>" + artifactId + "</artifactId>" + pom + "</project>"));
        var project = new MavenProject(model);
        project.setOriginalModel(model);
        return project;
    }
}
