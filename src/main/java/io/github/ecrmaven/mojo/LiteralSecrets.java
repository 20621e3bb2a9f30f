package io.github.ecrmaven.mojo;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The secrets that somebody wrote into a POM, for all to read. */
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
     * Looks through the POM of a project and those of its parents as they are written: in what Maven makes of them, a
     * reference to a secret is no longer told from the secret.
     *
     * @param pluginKey of this plugin
     * @return a sentence for each secret, without the secret
     */
    static Set<String> warnings(MavenProject project, String pluginKey) {
        List<Model> models = Stream.iterate(project, Objects::nonNull, MavenProject::getParent)
                .map(MavenProject::getOriginalModel)
                .filter(Objects::nonNull)
                .toList();
        var secrets = new LiteralSecrets(models);
        for (String parameter : PARAMETERS) {
            models.forEach(model -> configurations(model, pluginKey)
                    .flatMap(configuration -> values(configuration, parameter))
                    .forEach(value -> secrets.check(parameter, "", value, model)));
            secrets.lookUp(parameter, "ecr." + parameter);
        }
        return secrets.warnings;
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
                    + ", where everybody reads it who reads the project, and Maven prints it with -X. Put it into a"
                    + " <server> of settings.xml, and name that by serverId");
        }
    }

    /** A reference is followed to whatever POM sets the property. */
    private void lookUp(String parameter, String property) {
        if (lookedUp.add(parameter + " " + property)) {
            models.forEach(model -> Stream.concat(Stream.of(model), model.getProfiles().stream())
                    .map(part -> part.getProperties().getProperty(property))
                    .forEach(value -> check(parameter, " as property " + property, value, model)));
        }
    }

    /** Everything that a POM configures this plugin with. */
    private static Stream<Xpp3Dom> configurations(Model model, String pluginKey) {
        return Stream.concat(
                        Stream.of(model.getBuild()),
                        model.getProfiles().stream().map(Profile::getBuild))
                .filter(Objects::nonNull)
                .flatMap(build -> Stream.of(build, build.getPluginManagement()))
                .filter(Objects::nonNull)
                .map(PluginContainer::getPlugins)
                .flatMap(List::stream)
                .filter(plugin -> plugin.getKey().equals(pluginKey))
                .flatMap(plugin -> Stream.concat(Stream.of(plugin), plugin.getExecutions().stream()))
                .map(part -> part.getConfiguration())
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast);
    }

    /** A parameter's value, and those of each registry. */
    private static Stream<String> values(Xpp3Dom element, String parameter) {
        return element.getName().equals(parameter)
                ? Stream.of(element.getValue())
                : Stream.of(element.getChildren()).flatMap(child -> values(child, parameter));
    }
}
