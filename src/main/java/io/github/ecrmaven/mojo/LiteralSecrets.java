package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds secrets that are written in a POM, where everyone who has the project can read them. */
final class LiteralSecrets {
    private static final List<String> PARAMETERS = List.of("secretAccessKey", "sessionToken");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    private final List<Model> poms;
    private final Set<String> lookedUp = new HashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    private LiteralSecrets(List<Model> poms) {
        this.poms = poms;
    }

    /**
     * Searches the POM of a module and its parents as they are written: in Maven's effective POM, a reference has
     * already been replaced by the secret.
     *
     * @param pluginKey the key of this plugin
     * @return a warning for each secret, without the secret
     */
    static Set<String> warnings(MavenProject project, String pluginKey) {
        List<Model> poms = new ArrayList<>();
        for (MavenProject each = project; each != null; each = each.getParent()) {
            if (each.getOriginalModel() != null) {
                poms.add(each.getOriginalModel());
            }
        }
        var secrets = new LiteralSecrets(poms);
        for (String parameter : PARAMETERS) {
            for (Model pom : poms) {
                for (Xpp3Dom configuration : configurations(pom, pluginKey)) {
                    secrets.check(parameter, configuration, pom);
                }
            }
            secrets.lookUp(parameter, "ecr." + parameter);
        }
        return secrets.warnings;
    }

    /** Checks the value of a parameter, and those of the registries. */
    private void check(String parameter, Xpp3Dom element, Model pom) {
        if (element.getName().equals(parameter)) {
            check(parameter, "", element.getValue(), pom);
        }
        for (Xpp3Dom child : element.getChildren()) {
            check(parameter, child, pom);
        }
    }

    private void check(String parameter, String place, String value, Model pom) {
        if (ParameterText.isBlank(value)) {
            return;
        }
        List<MatchResult> references = REFERENCE.matcher(value).results().toList();
        references.forEach(reference -> lookUp(parameter, reference.group(1)));
        if (references.isEmpty()) {
            warnings.add(parameter + " is written in the POM of :" + pom.getArtifactId() + place
                    + ", where everyone who has the project can read it, and Maven prints it with -X. Put it into a"
                    + " <server> of settings.xml, and set serverId to its id");
        }
    }

    /** Checks a property in each POM that sets it. */
    private void lookUp(String parameter, String property) {
        if (lookedUp.add(parameter + " " + property)) {
            String place = " as property " + property;
            for (Model pom : poms) {
                check(parameter, place, pom.getProperties().getProperty(property), pom);
                for (Profile profile : pom.getProfiles()) {
                    check(parameter, place, profile.getProperties().getProperty(property), pom);
                }
            }
        }
    }

    /** Returns all configurations of this plugin in a POM. */
    private static List<Xpp3Dom> configurations(Model pom, String pluginKey) {
        List<Xpp3Dom> configurations = new ArrayList<>();
        for (Plugin plugin : plugins(pom)) {
            if (plugin.getKey().equals(pluginKey)) {
                List<ConfigurationContainer> places = new ArrayList<>(List.of(plugin));
                places.addAll(plugin.getExecutions());
                for (ConfigurationContainer place : places) {
                    if (place.getConfiguration() instanceof Xpp3Dom configuration) {
                        configurations.add(configuration);
                    }
                }
            }
        }
        return configurations;
    }

    /** Returns all plugins of a POM, also those of its profiles and of plugin management. */
    private static List<Plugin> plugins(Model pom) {
        List<BuildBase> builds = new ArrayList<>();
        builds.add(pom.getBuild());
        for (Profile profile : pom.getProfiles()) {
            builds.add(profile.getBuild());
        }
        List<Plugin> plugins = new ArrayList<>();
        for (BuildBase build : builds) {
            if (build != null) {
                plugins.addAll(build.getPlugins());
                if (build.getPluginManagement() != null) {
                    plugins.addAll(build.getPluginManagement().getPlugins());
                }
            }
        }
        return plugins;
    }
}
