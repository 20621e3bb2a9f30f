package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The POMs of a module and its parents as they are written: in Maven's effective POM, references have already been
 * replaced by their values.
 */
final class WrittenPoms {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    private WrittenPoms() {}

    /** Returns the POM of a module and those of its parents. */
    static List<Model> of(MavenProject module) {
        List<Model> poms = new ArrayList<>();
        for (MavenProject each = module; each != null; each = each.getParent()) {
            if (each.getOriginalModel() != null) {
                poms.add(each.getOriginalModel());
            }
        }
        return poms;
    }

    /** Returns the names of the properties that a text refers to. */
    static List<String> references(String text) {
        return REFERENCE
                .matcher(text)
                .results()
                .map(reference -> reference.group(1))
                .toList();
    }

    /** Returns the values that a POM and its profiles give to a property. */
    static List<String> values(Model pom, String property) {
        List<String> values = new ArrayList<>();
        addIfSet(values, pom.getProperties().getProperty(property));
        for (Profile profile : pom.getProfiles()) {
            addIfSet(values, profile.getProperties().getProperty(property));
        }
        return values;
    }

    private static void addIfSet(List<String> values, String value) {
        if (value != null) {
            values.add(value);
        }
    }

    /** Returns all configurations of a plugin in a POM, also those of executions, profiles and plugin management. */
    static List<Xpp3Dom> configurations(Model pom, String pluginKey) {
        List<Xpp3Dom> configurations = new ArrayList<>();
        addConfigurations(configurations, pom.getBuild(), pluginKey);
        for (Profile profile : pom.getProfiles()) {
            addConfigurations(configurations, profile.getBuild(), pluginKey);
        }
        return configurations;
    }

    private static void addConfigurations(List<Xpp3Dom> configurations, BuildBase build, String pluginKey) {
        for (Plugin plugin : plugins(build, pluginKey)) {
            List<ConfigurationContainer> places = new ArrayList<>(List.of(plugin));
            places.addAll(plugin.getExecutions());
            for (ConfigurationContainer place : places) {
                if (place.getConfiguration() instanceof Xpp3Dom configuration) {
                    configurations.add(configuration);
                }
            }
        }
    }

    /** Returns where a build, which may be null, has a plugin: in itself, and in its plugin management. */
    static List<Plugin> plugins(BuildBase build, String pluginKey) {
        List<Plugin> plugins = new ArrayList<>();
        if (build != null) {
            plugins.addAll(build.getPlugins());
            if (build.getPluginManagement() != null) {
                plugins.addAll(build.getPluginManagement().getPlugins());
            }
        }
        plugins.removeIf(plugin -> !plugin.getKey().equals(pluginKey));
        return plugins;
    }
}
