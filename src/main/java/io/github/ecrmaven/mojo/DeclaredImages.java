package io.github.ecrmaven.mojo;

import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Which images a project declares for this plugin, and where: for all goals, or in executions.
 *
 * @param project the project; of one without a POM there is nothing to find
 * @param pluginKey of this plugin
 */
record DeclaredImages(MavenProject project, String pluginKey) {
    /** The plugin, and its executions; Maven has already joined what is for all goals to each of them. */
    Stream<ConfigurationContainer> places() {
        return plugin().flatMap(plugin -> Stream.concat(Stream.of(plugin), plugin.getExecutions().stream()))
                .filter(place -> images(place) != null);
    }

    /**
     * Returns the command that locks the images which a goal has.
     *
     * @param userProperties what was set on the command line
     */
    String lockCommand(Properties userProperties) {
        String images = userProperties.getProperty("ecr.images");
        return "mvn ecr:lock" + module() + (images == null ? "" : " -Decr.images=" + images);
    }

    /** Returns what makes Maven run in this module alone, where it would not anyway. */
    String module() {
        return project.isExecutionRoot() ? "" : " -pl :" + project.getArtifactId();
    }

    static Xpp3Dom images(ConfigurationContainer place) {
        return child(place, "images");
    }

    static Xpp3Dom child(ConfigurationContainer place, String name) {
        return place.getConfiguration() instanceof Xpp3Dom configuration ? configuration.getChild(name) : null;
    }

    private Stream<Plugin> plugin() {
        return Stream.ofNullable(project.getPlugin(pluginKey));
    }
}
