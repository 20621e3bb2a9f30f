package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import java.util.Properties;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.DuplicateMojoDescriptorException;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin of these tests has the goals pull (images, pullPolicy) and remove (images, pulledOnly). */
class ParameterNamesTest {
    private final PluginDescriptor descriptor = new PluginDescriptor();
    private final Plugin plugin = new Plugin();
    private ParameterNames names;

    ParameterNamesTest() throws DuplicateParameterException, DuplicateMojoDescriptorException {
        var pull = goal("pull", "images", "pullPolicy");
        goal("remove", "images", "pulledOnly");
        names = new ParameterNames(new MojoExecution(pull, "db"));
    }

    private MojoDescriptor goal(String name, String... parameters)
            throws DuplicateParameterException, DuplicateMojoDescriptorException {
        var goal = new MojoDescriptor();
        goal.setGoal(name);
        goal.setPluginDescriptor(descriptor);
        for (String parameter : parameters) {
            var added = new Parameter();
            added.setName(parameter);
            added.setExpression("${ecr." + parameter + "}");
            goal.addParameter(added);
        }
        descriptor.addMojo(goal);
        return goal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "pullPolicy", "pulledOnly"})
    void aParameterOfAnyGoalIsKnown(String name) {
        plugin.setConfiguration(configuration(name));

        assertThatCode(() -> names.requireKnown(plugin, "db")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pullPolcy | : did you mean <pullPolicy>?",
                "image     | : did you mean <images>?",
                "email     | . 'mvn ecr:help -Ddetail' lists all parameters",
            })
    void anUnknownParameterIsAnError(String name, String help) {
        plugin.setConfiguration(configuration(name));

        assertThatThrownBy(() -> names.requireKnown(plugin, "db"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("the plugin's <configuration> has <" + name + ">, but no goal has such a parameter" + help);
    }

    @Test
    void checksOnlyTheConfigurationOfTheRunningExecution() {
        var execution = new PluginExecution();
        execution.setId("db");
        execution.setConfiguration(configuration("imags"));
        plugin.addExecution(execution);

        assertThatCode(() -> names.requireKnown(plugin, "other")).doesNotThrowAnyException();
        assertThatThrownBy(() -> names.requireKnown(plugin, "db")).hasMessageContaining("<imags>");
    }

    @Test
    void acceptsAPomWithoutThePlugin() {
        assertThatCode(() -> names.requireKnown(null, "db")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ecr.image,    -Decr.image is not a parameter: did you mean -Decr.images?",
                "ecr.Images,   -Decr.Images is not a parameter: did you mean -Decr.images?",
                "ecr.images,   -",
                "ecr.version,  -",
                "other.images, -",
            })
    void warnsAboutAMisspeltProperty(String name, String doubt) {
        var properties = new Properties();
        properties.setProperty(name, "value");

        if (doubt == null) {
            assertThat(names.misspeltProperties(properties)).isEmpty();
        } else {
            assertThat(names.misspeltProperties(properties)).containsExactly(doubt);
        }
    }

    private static Xpp3Dom configuration(String name) {
        var configuration = new Xpp3Dom("configuration");
        configuration.addChild(new Xpp3Dom(name));
        return configuration;
    }
}
