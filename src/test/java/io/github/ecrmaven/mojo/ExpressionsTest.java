package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.ecrmaven.image.ExplainedException;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The goal of these tests has the parameters profile and images, and the build sets app.version to "1.4". */
@MojoTest
class ExpressionsTest {
    private final Xpp3Dom configuration = new Xpp3Dom("configuration");
    private final MojoExecution execution = new MojoExecution(goal(), configuration);

    @Inject
    private MavenSession session;

    private Expressions expressions;

    @BeforeEach
    void setUp() {
        session.getUserProperties().setProperty("app.version", "1.4");
        when(session.getCurrentProject()).thenReturn(new MavenProject());
        expressions = new Expressions(session, execution);
    }

    private static MojoDescriptor goal() {
        var goal = new MojoDescriptor();
        goal.setPluginDescriptor(new PluginDescriptor());
        for (String name : new String[] {"profile", "images"}) {
            try {
                var parameter = new Parameter();
                parameter.setName(name);
                parameter.setExpression("${ecr." + name + "}");
                goal.addParameter(parameter);
            } catch (org.apache.maven.plugin.descriptor.DuplicateParameterException e) {
                throw new IllegalStateException(e);
            }
        }
        return goal;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev",
                "${app.version}",
                "a-${app.version}-b",
                "$${absent}",
                "$absent",
                "{absent}",
                "${ecr.profile}"
            })
    void acceptsSetPropertiesAndOtherText(String text) {
        element("profile", text);

        assertThatCode(expressions::requireAllSet).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${absent}            | ${absent}, but the property absent is not set. Set it in <properties>, or by -Dabsent=… on the command line",
                "a-${absent}-b        | ${absent}, but the property absent is not set. Set it in <properties>, or by -Dabsent=… on the command line",
                "${app.version}/${x}  | ${x}, but the property x is not set. Set it in <properties>, or by -Dx=… on the command line",
                "${env.ECR_TEST_NONE} | ${env.ECR_TEST_NONE}, but the environment variable ECR_TEST_NONE is not set",
            })
    void namesAnUnsetProperty(String text, String reason) {
        element("profile", text);

        assertThatThrownBy(expressions::requireAllSet)
                .isInstanceOf(ExplainedException.class)
                .hasMessage("parameter 'profile' has " + reason);
    }

    @Test
    void checksAllElementsOfAParameter() {
        var image = new Xpp3Dom("image");
        var name = new Xpp3Dom("name");
        name.setValue("registry.example/app:${absent}");
        image.addChild(name);
        // As Maven merges the POM with the parameter's property
        element("images", "${ecr.images}").addChild(image);

        assertThatThrownBy(expressions::requireAllSet).hasMessageStartingWith("parameter 'images' has ${absent}, but");
    }

    /** The shell did not expand the variable either. */
    @Test
    void checksAValueOfTheCommandLine() {
        session.getUserProperties().setProperty("ecr.images", "${registry}/app:1");
        element("images", "${ecr.images}");

        assertThatThrownBy(expressions::requireAllSet)
                .hasMessageStartingWith("parameter 'images' has ${registry}, but");
    }

    @Test
    void checksAPropertyOfThePom() {
        session.getCurrentProject().getProperties().setProperty("ecr.profile", "${env.ECR_TEST_NONE}");
        element("profile", "${ecr.profile}");

        assertThatThrownBy(expressions::requireAllSet)
                .hasMessageStartingWith("parameter 'profile' has ${env.ECR_TEST_NONE}, but the environment variable");
    }

    @Test
    void namesAnUnsetPropertyInTheValueOfAnother() {
        session.getUserProperties().setProperty("stage", "dev-${absent}");
        element("profile", "${stage}");

        assertThatThrownBy(expressions::requireAllSet)
                .hasMessageStartingWith("parameter 'profile' has ${absent}, but the property absent is not set");
    }

    @Test
    void aReferenceToItselfIsNotSet() {
        session.getUserProperties().setProperty("ecr.images", "${ecr.images}");
        element("images", "${ecr.images}");

        assertThatThrownBy(expressions::requireAllSet)
                .hasMessageStartingWith("parameter 'images' has ${ecr.images}, but the property ecr.images is not set");
    }

    @Test
    void evaluatesTheReferencesInAText() {
        assertThat(expressions.evaluate("app:${app.version}")).isEqualTo("app:1.4");
        assertThat(expressions.evaluate("${absent}")).isNull();
        assertThat(expressions.evaluate(null)).isNull();
    }

    private Xpp3Dom element(String name, String value) {
        var element = new Xpp3Dom(name);
        element.setValue(value);
        configuration.addChild(element);
        return element;
    }
}
