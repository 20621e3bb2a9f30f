package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * What a build is going to do with images: the goals of this plugin that are bound to the phases which it will reach,
 * in each of its modules.
 *
 * @param lifecycle knows what Maven runs
 * @param configured configures goals
 */
record ReactorPlan(LifecycleExecutor lifecycle, ConfiguredGoals configured) {
    private static final List<String> GOALS = List.of("pull", "remove");

    /** Returns the goals of a module as they will run; none where Maven cannot say, which it will do there itself. */
    List<AbstractEcrMojo> of(MavenProject project) {
        List<AbstractEcrMojo> goals = new ArrayList<>();
        if (!configured.isIn(project)) {
            return goals;
        }
        MavenSession session = configured.in(project);
        for (MojoExecution planned : executions(session)) {
            if (configured.isOfThisPlugin(planned) && GOALS.contains(planned.getGoal())) {
                goals.add(configured.copy(project, configured.goal(planned.getGoal()), planned.getExecutionId()));
            }
        }
        return goals;
    }

    private List<MojoExecution> executions(MavenSession session) {
        List<String> tasks = session.getGoals();
        String byDefault = session.getTopLevelProject().getDefaultGoal();
        if (tasks.isEmpty() && byDefault != null) {
            tasks = Arrays.asList(byDefault.strip().split("\\s+"));
        }
        try {
            return lifecycle
                    .calculateExecutionPlan(session, false, tasks.toArray(new String[0]))
                    .getMojoExecutions();
        } catch (Exception e) {
            return List.of();
        }
    }
}
