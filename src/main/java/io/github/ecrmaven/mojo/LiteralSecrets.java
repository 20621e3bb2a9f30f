package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.ModelBase;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds secrets that are written in a POM, where everyone who has the project can read them. */
final class LiteralSecrets {
    private static final List<String> PARAMETERS = List.of("secretAccessKey", "sessionToken");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    private final List<Model> models;
    private final Set<String> lookedUp = new HashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    private LiteralSecrets(List<Model> models) {
        this.models = models;
    }

    /**
     * Searches the POM of a module and its parents as they are written: in Maven's effective POM, a reference has
     * already been replaced by the secret.
     *
     * @param pluginKey of this plugin
     * @return a warning for each secret, without the secret
     */
    static Set<String> warnings(MavenProject project, String pluginKey) {
        List<Model> models = new ArrayList<>();
        for (MavenProject at = project; at != null; at = at.getParent()) {
            if (at.getOriginalModel() != null) {
                models.add(at.getOriginalModel());
            }
        }
        var secrets = new LiteralSecrets(models);
        for (String parameter : PARAMETERS) {
            for (Model model : models) {
                for (Xpp3Dom configuration : configurations(model, pluginKey)) {
                    secrets.check(parameter, configuration, model);
                }
            }
            secrets.lookUp(parameter, "ecr." + parameter);
        }
        return secrets.warnings;
    }

    /** Checks the value of a parameter, and those of the registries. */
    private void check(String parameter, Xpp3Dom element, Model model) {
        if (element.getName().equals(parameter)) {
            check(parameter, "", element.getValue(), model);
        }
        for (Xpp3Dom child : element.getChildren()) {
            check(parameter, child, model);
        }
    }

    private void check(String parameter, String place, String value, Model model) {
        if (value == null || value.isBlank()) {
            return;
        }
        List<String> references = REFERENCE
                .matcher(value)
                .results()
                .map(reference -> reference.group(1))
                .toList();
        references.forEach(property -> lookUp(parameter, property));
        if (references.isEmpty()) {
            warnings.add(parameter + " is written in the POM of :" + model.getArtifactId() + place
                    + ", where everyone who has the project can read it, and Maven prints it with -X. Put it into a"
                    + " <server> of settings.xml, and set serverId to its id");
        }
    }

    /** Checks a property in each POM that sets it. */
    private void lookUp(String parameter, String property) {
        if (!lookedUp.add(parameter + " " + property)) {
            return;
        }
        for (Model model : models) {
            for (ModelBase part : parts(model)) {
                check(
                        parameter,
                        " as property " + property,
                        part.getProperties().getProperty(property),
                        model);
            }
        }
    }

    private static List<ModelBase> parts(Model model) {
        List<ModelBase> parts = new ArrayList<>(List.of(model));
        parts.addAll(model.getProfiles());
        return parts;
    }

    /** All configurations of this plugin in a POM. */
    private static List<Xpp3Dom> configurations(Model model, String pluginKey) {
        List<Xpp3Dom> configurations = new ArrayList<>();
        for (ModelBase part : parts(model)) {
            BuildBase build = part instanceof Profile profile ? profile.getBuild() : model.getBuild();
            if (build != null) {
                addConfigurations(build, pluginKey, configurations);
                if (build.getPluginManagement() != null) {
                    addConfigurations(build.getPluginManagement(), pluginKey, configurations);
                }
            }
        }
        return configurations;
    }

    private static void addConfigurations(PluginContainer plugins, String pluginKey, List<Xpp3Dom> configurations) {
        for (Plugin plugin : plugins.getPlugins()) {
            if (plugin.getKey().equals(pluginKey)) {
                List<ConfigurationContainer> parts = new ArrayList<>(List.of(plugin));
                parts.addAll(plugin.getExecutions());
                for (ConfigurationContainer part : parts) {
                    if (part.getConfiguration() instanceof Xpp3Dom configuration) {
                        configurations.add(configuration);
                    }
                }
            }
        }
    }
}
