package io.github.ecrmaven.mojo;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds secrets that are written in a POM, where everyone who has the project can read them. */
final class LiteralSecrets {
    private static final List<String> PARAMETERS = List.of("secretAccessKey", "sessionToken");

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
        List<Model> poms = WrittenPoms.of(project);
        var secrets = new LiteralSecrets(poms);
        for (String parameter : PARAMETERS) {
            for (Model pom : poms) {
                for (Xpp3Dom configuration : WrittenPoms.configurations(pom, pluginKey)) {
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
        List<String> references = WrittenPoms.references(value);
        references.forEach(reference -> lookUp(parameter, reference));
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
                for (String value : WrittenPoms.values(pom, property)) {
                    check(parameter, place, value, pom);
                }
            }
        }
    }
}
