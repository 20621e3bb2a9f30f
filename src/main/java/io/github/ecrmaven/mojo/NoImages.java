package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Says that a goal has no images, and where the build has some that the goal does not see. */
final class NoImages {
    private NoImages() {}

    /**
     * For a goal bound to a phase, no images is a line of the log: a parent POM may bind it for modules that have none.
     *
     * @throws ExplainedException when the goal was called from the command line
     */
    static void report(MavenSession session, MojoExecution execution, Consumer<String> log) {
        if (execution.getSource() != MojoExecution.Source.CLI) {
            log.accept("No images configured");
            return;
        }
        List<String> calls = session.getProjects().stream()
                .flatMap(project -> calls(project, execution))
                .toList();
        throw ExplainedException.configuration("no images for " + execution.getGoal() + ": "
                + (calls.isEmpty()
                        ? "pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> in the plugin's <configuration>"
                        : "the build declares some elsewhere: run '" + String.join("' or '", calls) + "'"));
    }

    /** The command lines under which the goal sees the images that a module declares. */
    private static Stream<String> calls(MavenProject project, MojoExecution execution) {
        Plugin plugin = project.getPlugin(execution.getPlugin().getKey());
        if (plugin == null) {
            return Stream.empty();
        }
        String module = project.isExecutionRoot() ? "" : " -pl :" + project.getArtifactId();
        String goal = "mvn ecr:" + execution.getGoal();
        Stream<String> ofPlugin = declaresImages(plugin.getConfiguration()) ? Stream.of(goal + module) : Stream.empty();
        Stream<String> ofExecutions = plugin.getExecutions().stream()
                .filter(bound -> bound.getGoals().contains(execution.getGoal()))
                .filter(bound -> declaresImages(bound.getConfiguration()))
                .map(PluginExecution::getId)
                .map(id -> goal + "@" + id + module);
        return Stream.concat(ofPlugin, ofExecutions).limit(1);
    }

    private static boolean declaresImages(Object configuration) {
        return configuration instanceof Xpp3Dom dom && dom.getChild("images") != null;
    }
}
