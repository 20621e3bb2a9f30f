package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.remove.TagUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * The goals of this plugin that a build is going to run, read before the first of its modules runs one.
 *
 * @param lifecycle knows what Maven runs
 * @param configured configures goals
 * @param context the context of the goal that runs first
 */
record ReactorPlan(LifecycleExecutor lifecycle, ConfiguredGoals configured, GoalContext context) {
    private static final String REMOVE = "remove";
    private static final Set<String> GOALS = Set.of("pull", REMOVE);

    /** An execution of a goal in a module. */
    private record Planned(MavenProject project, MojoExecution execution) {}

    /**
     * Notes which module needs which images, if any are going to be removed, and warns of a filter that matches none of
     * them; once in a build.
     */
    void announceImages() {
        BuildData data = context.buildData();
        synchronized (data.get("plan", Object::new)) {
            if (data.isNew("planned")) {
                List<Planned> planned = context.session().getProjects().stream()
                        .flatMap(project -> planned(project).stream())
                        .toList();
                context.deferredRemovals().listen();
                planned.forEach(each -> context.tagUsage(each.project()).announce());
                // To configure a goal takes Maven 2 ms.
                if (planned.stream().anyMatch(each -> isRemoval(each) || hasFilter(each))) {
                    configure(planned);
                }
            }
        }
    }

    private static boolean isRemoval(Planned planned) {
        return planned.execution().getGoal().equals(REMOVE);
    }

    private boolean hasFilter(Planned planned) {
        return configured.isGiven(
                "filter", planned.project(), planned.execution().getExecutionId());
    }

    /** Configures the goals, notes which images they need, and checks their filters. */
    private void configure(List<Planned> planned) {
        List<AbstractEcrMojo> goals = planned.stream()
                .flatMap(each -> goal(each).stream())
                .filter(goal -> goal.skipReason().isEmpty())
                .toList();
        pick(goals);
        goals.forEach(this::announceImages);
    }

    /** Returns a goal as it will run; empty if it cannot be configured, which it reports itself. */
    private Optional<AbstractEcrMojo> goal(Planned planned) {
        try {
            return Optional.of(configured.copy(
                    planned.project(),
                    configured.goal(planned.execution().getGoal()),
                    planned.execution().getExecutionId()));
        } catch (ExplainedException e) {
            context.log().debug(e.getMessage());
            return Optional.empty();
        }
    }

    /** Notes which images a goal needs. What is wrong with its configuration, the goal reports when it runs. */
    private void announceImages(AbstractEcrMojo goal) {
        try {
            if (goal.images().all().isEmpty()) {
                return;
            }
            LockFile lock = goal.lock();
            String engine = goal.engine().address().text();
            TagUsage usage = goal.context().tagUsage();
            Mirrors mirrors = goal.mirrors();
            // An image whose name a later plugin sets is not known yet.
            goal.images()
                    .read(image -> image.engineNames(lock::lock, mirrors), unknown -> {})
                    .forEach(image -> image.all().forEach(name -> usage.need(engine, name)));
        } catch (ExplainedException e) {
            context.log().debug(e.getMessage());
        }
    }

    /** Keeps the images that the goals' filters match, and warns of a filter that matches none of all modules. */
    private void pick(List<AbstractEcrMojo> goals) {
        List<GoalImages> images = goals.stream()
                .map(AbstractEcrMojo::images)
                .filter(GoalImages::canBeRead)
                .toList();
        GoalImages.pick(images, false, line -> {}, line -> context.log().warn("In all modules: " + line));
    }

    /** Returns what a module will run; nothing where Maven cannot plan it, which it reports itself. */
    private List<Planned> planned(MavenProject project) {
        if (!configured.isIn(project)) {
            return List.of();
        }
        return executions(configured.sessionOf(project)).stream()
                .filter(execution -> configured.isOfThisPlugin(execution) && GOALS.contains(execution.getGoal()))
                .map(execution -> new Planned(project, execution))
                .toList();
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
