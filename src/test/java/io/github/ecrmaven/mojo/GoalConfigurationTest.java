package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Properties;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration of a goal from the command line, the POM and the default values. */
class GoalConfigurationTest {
    private static final String IMAGES = "<images><image>a:1</image><image>b:1</image></images>";

    private final MojoDescriptor goal = new MojoDescriptor();
    private final Properties commandLine = new Properties();
    private final Properties project = new Properties();

    @BeforeEach
    void declareParameters() throws Exception {
        for (String name : new String[] {
            "images",
            "pullPolicy",
            "parallelism",
            "accessKeyId",
            "secretAccessKey",
            "profile",
            "serverId",
            "roleArn",
            "dockerHost",
            "dockerContext"
        }) {
            var parameter = new Parameter();
            parameter.setName(name);
            parameter.setExpression("${ecr." + name + "}");
            if (name.equals("parallelism")) {
                parameter.setDefaultValue("8");
            }
            goal.addParameter(parameter);
        }
        var registries = new Parameter();
        registries.setName("registries");
        goal.addParameter(registries);
    }

    @Test
    void thePomPrecedesTheDefault() throws Exception {
        Xpp3Dom configuration = with("<parallelism>2</parallelism>" + IMAGES);

        assertThat(configuration.getChild("parallelism").getValue()).isEqualTo("2");
        assertThat(configuration.getChild("images").getChildCount()).isEqualTo(2);
        assertThat(configuration.getChild("pullPolicy").getValue()).isEqualTo("${ecr.pullPolicy}");
    }

    @Test
    void theCommandLinePrecedesThePom() throws Exception {
        commandLine.setProperty("ecr.parallelism", "4");
        commandLine.setProperty("ecr.images", "c:1");

        Xpp3Dom configuration = with("<parallelism>2</parallelism>" + IMAGES);

        assertThat(configuration.getChild("parallelism").getValue()).isEqualTo("${ecr.parallelism}");
        assertThat(configuration.getChild("parallelism").getAttribute("default-value"))
                .isEqualTo("8");
        assertThat(configuration.getChild("images").getChildCount()).isZero();
        assertThat(configuration.getChild("images").getValue()).isEqualTo("${ecr.images}");
    }

    @Test
    void aPropertyOfThePomDoesNotReplaceItsList() throws Exception {
        project.setProperty("ecr.images", "c:1");

        assertThat(with(IMAGES).getChild("images").getValue()).isNull();
        assertThat(hasConflict(IMAGES)).isTrue();
    }

    @Test
    void anEmptyElementOfThePomHasTheDefault() throws Exception {
        assertThat(with("<pullPolicy/>").getChild("pullPolicy").getValue()).isEqualTo("${ecr.pullPolicy}");
    }

    @Test
    void aParameterWithoutAPropertyIsThatOfThePom() throws Exception {
        Xpp3Dom configuration = with("<registries><registry><host>a</host></registry></registries>");

        assertThat(configuration.getChild("registries").getChildCount()).isOne();
    }

    @Test
    void thereIsNoDisputeIfPomAndPropertiesSetDifferentParameters() throws Exception {
        commandLine.setProperty("ecr.parallelism", "4");

        assertThat(hasConflict(IMAGES)).isFalse();
        assertThat(new GoalConfiguration(goal, commandLine).hasConflict(null, project))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "profile, serverId",
        "profile, accessKeyId",
        "serverId, profile",
        "secretAccessKey, serverId",
        "dockerHost, dockerContext",
        "dockerContext, dockerHost"
    })
    void aChoiceOfTheCommandLineReplacesWhatItExcludesInThePom(String given, String excluded) throws Exception {
        commandLine.setProperty("ecr." + given, "given");
        String pom = "<" + excluded + ">of the POM</" + excluded + "><roleArn>role</roleArn>";

        Xpp3Dom configuration = with(pom);

        assertThat(hasConflict(pom)).isTrue();
        assertThat(configuration.getChild(excluded)).isNull();
        assertThat(configuration.getChild(given).getValue()).isEqualTo("${ecr." + given + "}");
        assertThat(configuration.getChild("roleArn").getValue()).isEqualTo("role");
    }

    @Test
    void aChoiceOfTheCommandLineReplacesPropertiesThatItExcludes() {
        commandLine.setProperty("ecr.profile", "dev");
        project.setProperty("ecr.serverId", "ci");

        var configuration = new GoalConfiguration(goal, commandLine);

        assertThat(configuration.hasConflict(null, project)).isTrue();
        assertThat(configuration.with(null).getChild("serverId")).isNull();
    }

    @Test
    void thePartsOfAKeyDoNotExcludeEachOther() throws Exception {
        commandLine.setProperty("ecr.accessKeyId", "AKIA");

        Xpp3Dom configuration = with("<secretAccessKey>of the POM</secretAccessKey>");

        assertThat(configuration.getChild("secretAccessKey").getValue()).isEqualTo("of the POM");
    }

    @Test
    void allChoicesOfTheCommandLineAreKept() throws Exception {
        commandLine.setProperty("ecr.profile", "dev");
        commandLine.setProperty("ecr.serverId", "ci");

        Xpp3Dom configuration = with("<accessKeyId>AKIA</accessKeyId>");

        assertThat(configuration.getChild("profile")).isNotNull();
        assertThat(configuration.getChild("serverId")).isNotNull();
        assertThat(configuration.getChild("accessKeyId")).isNull();
    }

    @Test
    void aBlankPropertyIsNotAChoice() throws Exception {
        commandLine.setProperty("ecr.profile", " ");

        assertThat(with("<serverId>ci</serverId>").getChild("serverId").getValue())
                .isEqualTo("ci");
    }

    private boolean hasConflict(String pom) throws Exception {
        return new GoalConfiguration(goal, commandLine).hasConflict(dom(pom), project);
    }

    private Xpp3Dom with(String pom) throws Exception {
        return new GoalConfiguration(goal, commandLine).with(dom(pom));
    }

    private static Xpp3Dom dom(String children) throws Exception {
        return Xpp3DomBuilder.build(new StringReader("<configuration>" + children + "</configuration>"));
    }
}
