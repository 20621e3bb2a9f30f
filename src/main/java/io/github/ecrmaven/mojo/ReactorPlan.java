package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.remove.TagUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * The goals of this plugin that a build is going to run, read before the first of its modules runs one.
 *
 * @param lifecycle knows what Maven runs
 * @param configured configures goals
 * @param context of the goal that runs first
 */
record ReactorPlan(LifecycleExecutor lifecycle, ConfiguredGoals configured, GoalContext context) {
    private static final List<String> GOALS = List.of("pull", "remove");

    /** Notes which module needs which images, and warns of a filter that fits none of them; once in a build. */
    void announceImages() {
        BuildData data = context.buildData();
        synchronized (data.get("plan", Object::new)) {
            if (data.isNew("planned")) {
                List<AbstractEcrMojo> planned = context.session().getProjects().stream()
                        .flatMap(project -> goals(project).stream())
                        .filter(goal -> goal.skipReason().isEmpty())
                        .toList();
                planned.forEach(this::announceImages);
                checkFilters(planned);
                context.deferredRemovals().listen();
            }
        }
    }

    /** Notes which images a goal needs. What is wrong with its configuration, the goal reports when it runs. */
    private void announceImages(AbstractEcrMojo goal) {
        try {
            GoalImages images = goal.newImages();
            GoalImages.pick(List.of(images), false, line -> {}, line -> {});
            if (images.all().isEmpty()) {
                return;
            }
            LockFile lock = goal.lock();
            String engine = goal.engine().address().text();
            TagUsage usage = goal.context().tagUsage();
            Mirrors mirrors = goal.mirrors();
            images.all().forEach(image -> image.announce(lock::lock, mirrors, name -> usage.need(engine, name)));
        } catch (ExplainedException e) {
            context.log().debug(e.getMessage());
        }
    }

    /** Checks the filters of goals against the images of all modules. */
    private void checkFilters(List<AbstractEcrMojo> goals) {
        List<GoalImages> images = goals.stream()
                .map(AbstractEcrMojo::newImages)
                .filter(GoalImages::hasFilter)
                .filter(GoalImages::canBeRead)
                .toList();
        GoalImages.pick(images, false, line -> {}, line -> context.log().warn("In all modules: " + line));
    }

    /** Returns the goals of a module as they will run; none where Maven cannot plan them, which it reports itself. */
    private List<AbstractEcrMojo> goals(MavenProject project) {
        List<AbstractEcrMojo> goals = new ArrayList<>();
        if (!configured.isIn(project)) {
            return goals;
        }
        for (MojoExecution planned : executions(configured.in(project))) {
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
