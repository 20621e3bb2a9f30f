package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** Says that a goal has no images, and where the build has some that the goal does not see. */
final class NoImages {
    /** Locks the images of an execution without being bound in it. */
    private static final String LOCK = "lock";

    private NoImages() {}

    /**
     * For a goal bound to a phase, no images is a line of the log: a parent POM may bind it for modules that have none.
     * So it is for {@code lock}, which runs in every module.
     *
     * @throws ExplainedException when the goal was called from the command line
     */
    static void report(MavenSession session, MojoExecution execution, Consumer<String> log) {
        boolean locks = execution.getGoal().equals(LOCK);
        List<MavenProject> projects = session.getProjects();
        if (execution.getSource() != MojoExecution.Source.CLI || (locks && projects.size() > 1)) {
            List<String> calls =
                    locks ? calls(session.getCurrentProject(), execution).toList() : List.of();
            log.accept("No images configured" + (calls.isEmpty() ? "" : " for all goals: run " + quoted(calls)));
            return;
        }
        List<String> calls =
                projects.stream().flatMap(project -> calls(project, execution)).toList();
        throw ExplainedException.configuration("no images for " + execution.getGoal() + ": "
                + (calls.isEmpty()
                        ? "pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> in the plugin's <configuration>"
                        : "the build declares some elsewhere: run " + quoted(calls)));
    }

    private static String quoted(List<String> calls) {
        return "'" + String.join("' or '", calls) + "'";
    }

    /** The command lines under which the goal sees the images that a module declares. */
    private static Stream<String> calls(MavenProject project, MojoExecution execution) {
        var images = new DeclaredImages(project, execution.getPlugin().getKey());
        String goal = "mvn ecr:" + execution.getGoal();
        if (images.areForAllGoals()) {
            return Stream.of(goal + images.module());
        }
        Stream<String> ofExecutions = images.executions().stream()
                .filter(bound -> bound.getGoals().contains(execution.getGoal())
                        || execution.getGoal().equals(LOCK))
                .map(bound -> goal + "@" + bound.getId() + images.module());
        return execution.getGoal().equals(LOCK) ? ofExecutions : ofExecutions.limit(1);
    }
}
