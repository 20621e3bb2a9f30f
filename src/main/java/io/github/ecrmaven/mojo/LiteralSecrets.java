package io.github.ecrmaven.mojo;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginContainer;
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
     * @param pluginKey of this plugin
     * @return a warning for each secret, without the secret
     */
    static Set<String> warnings(MavenProject project, String pluginKey) {
        List<Model> poms = Stream.iterate(project, Objects::nonNull, MavenProject::getParent)
                .map(MavenProject::getOriginalModel)
                .filter(Objects::nonNull)
                .toList();
        var secrets = new LiteralSecrets(poms);
        for (String parameter : PARAMETERS) {
            poms.forEach(
                    pom -> configurations(pom, pluginKey).forEach(element -> secrets.check(parameter, element, pom)));
            secrets.lookUp(parameter, "ecr." + parameter);
        }
        return secrets.warnings;
    }

    /** Checks the value of a parameter, and those of the registries. */
    private void check(String parameter, Xpp3Dom element, Model pom) {
        if (element.getName().equals(parameter)) {
            check(parameter, "", element.getValue(), pom);
        }
        Stream.of(element.getChildren()).forEach(child -> check(parameter, child, pom));
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
            poms.forEach(pom -> Stream.concat(Stream.of(pom), pom.getProfiles().stream())
                    .map(part -> part.getProperties().getProperty(property))
                    .forEach(value -> check(parameter, " as property " + property, value, pom)));
        }
    }

    /** All configurations of this plugin in a POM. */
    private static Stream<Xpp3Dom> configurations(Model pom, String pluginKey) {
        return Stream.concat(
                        Stream.<BuildBase>of(pom.getBuild()),
                        pom.getProfiles().stream().map(Profile::getBuild))
                .filter(Objects::nonNull)
                .flatMap(build -> Stream.<PluginContainer>of(build, build.getPluginManagement()))
                .filter(Objects::nonNull)
                .flatMap(plugins -> plugins.getPlugins().stream())
                .filter(plugin -> plugin.getKey().equals(pluginKey))
                .flatMap(plugin -> Stream.concat(Stream.of(plugin), plugin.getExecutions().stream()))
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast);
    }
}
