package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The names of all parameters, to find those that users have misspelt. */
final class ParameterNames {
    private static final String PREFIX = "ecr.";

    private final List<Parameter> parameters = new ArrayList<>();

    /** Takes the parameters of all goals, as the configuration of a plugin is for all of them. */
    ParameterNames(MojoExecution execution) {
        for (MojoDescriptor goal :
                execution.getMojoDescriptor().getPluginDescriptor().getMojos()) {
            parameters.addAll(goal.getParameters());
        }
    }

    /**
     * Checks that the POM configures only parameters that exist; Maven ignores others silently.
     *
     * @param plugin this plugin in the POM; null for none
     * @param executionId the execution whose configuration is checked, too
     * @throws ExplainedException if no goal has such a parameter
     */
    void requireKnown(Plugin plugin, String executionId) {
        if (plugin == null) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            names.add(parameter.getName());
        }
        requireKnown(plugin, names);
        PluginExecution execution = plugin.getExecutionsAsMap().get(executionId);
        if (execution != null) {
            requireKnown(execution, names);
        }
    }

    private static void requireKnown(ConfigurationContainer place, Set<String> names) {
        if (place.getConfiguration() instanceof Xpp3Dom configuration) {
            for (Xpp3Dom element : configuration.getChildren()) {
                if (!names.contains(element.getName())) {
                    throw ExplainedException.configuration("the plugin's <configuration> has <" + element.getName()
                            + ">, but no goal has such a parameter"
                            + Spelling.meant(element.getName(), names)
                                    .map(meant -> ": did you mean <" + meant + ">?")
                                    .orElse(". 'mvn ecr:help -Ddetail' lists all parameters"));
                }
            }
        }
    }

    /** Returns a warning for each property of the command line that is like the one of a parameter. */
    List<String> misspeltProperties(Properties userProperties) {
        Set<String> known = new HashSet<>();
        for (Parameter parameter : parameters) {
            String property = GoalConfiguration.property(parameter);
            if (property != null && property.startsWith(PREFIX)) {
                known.add(property);
            }
        }
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(userProperties.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                Spelling.meant(name, known)
                        .ifPresent(meant ->
                                warnings.add("-D" + name + " is not a parameter: did you mean -D" + meant + "?"));
            }
        }
        return warnings;
    }
}
