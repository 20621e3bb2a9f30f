package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.SafeMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** Runs a goal for all modules and executions that the run is for, and reports its failure in one line. */
final class GoalRunner<G extends AbstractEcrMojo> {
    /** Where to report bugs: the {@code issueManagement} of the POM. */
    static final String ISSUES = "https://github.com/ecrmaven/ecr-maven-plugin/issues";

    private final Class<G> type;
    private final G goal;
    private final GoalContext context;
    private final ConfiguredGoals configured;
    private final GoalLog log;

    /** Takes the goal as Maven has made it. */
    GoalRunner(Class<G> type, G goal) {
        this.type = type;
        this.goal = goal;
        context = goal.context();
        configured = new ConfiguredGoals(goal.manager(), context.session(), context.execution());
        log = goal.log();
    }

    /**
     * Runs the goal.
     *
     * @param work does what the goal is for. It receives the goal as the current module configures it, which says how
     *     to do it, and the goals as they are configured wherever the run is for, which say what to do it with
     */
    void run(BiConsumer<G, List<G>> work) throws MojoExecutionException, MojoFailureException {
        KnownSecrets.begin();
        try {
            runConfigured(work);
        } catch (ExplainedException e) {
            String message = GoalText.of(e.getMessage());
            if (e.fault() == Fault.CONFIGURATION) {
                throw withoutCause(new MojoFailureException(message), e);
            }
            throw withoutCause(new MojoExecutionException(message), e);
        } catch (RuntimeException | LinkageError e) {
            throw withoutCause(new MojoExecutionException(GoalText.of(unexpected(e))), e);
        } finally {
            KnownSecrets.end();
        }
    }

    /**
     * Returns which goal failed where and with what, and what to report: an exception that nobody expected is a bug.
     */
    private String unexpected(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String text = SafeMessage.isSafe(failure) ? ": " + SafeMessage.of(failure) : "";
        return "ecr:" + context.execution().getGoal()
                + " of " + context.project().getId()
                + " failed with " + failure.getClass().getName() + text
                + (trace.length == 0 ? "" : " at " + trace[0])
                + ". This is a bug of ecr-maven-plugin " + context.execution().getVersion()
                + ": report it at " + ISSUES + ", with the output of the same command with -e";
    }

    /** Maven adds the messages of all causes to its line; a suppressed exception it prints with -e only. */
    private static <T extends Exception> T withoutCause(T failure, Throwable reason) {
        failure.addSuppressed(RedactedException.of(reason));
        return failure;
    }

    private void runConfigured(BiConsumer<G, List<G>> work) {
        G current = type.cast(configured.ofCurrentModule(goal));
        if (context.isCalled()) {
            configured.unknownExecution().ifPresent(context::warnOnce);
        }
        List<G> goals = new ArrayList<>();
        Set<String> skipReasons = new LinkedHashSet<>();
        for (AbstractEcrMojo other : configured.ofAllModules(current)) {
            Optional<String> skipReason = other.skipReason();
            if (skipReason.isEmpty()) {
                goals.add(type.cast(other));
            } else {
                skipReasons.add(skipReason.get());
            }
        }
        if (goals.isEmpty()) {
            skipReasons.forEach(log::info);
            return;
        }
        Runnable run = () -> run(current, goals, work);
        if (isFirstToUseEngine(current, goals)) {
            ClassPreload.during(ContainerEngine::preload, run);
        } else {
            run.run();
        }
    }

    /** Returns whether no goal of the build has loaded what the engine's client needs. */
    private boolean isFirstToUseEngine(G current, List<G> goals) {
        return current.usesEngine() && hasWork(goals) && context.buildData().isNew("preloaded");
    }

    private void run(G current, List<G> goals, BiConsumer<G, List<G>> work) {
        checkConfigurations(goals);
        if (!context.isCalled() && context.hasSeveralModules()) {
            new ReactorPlan(current.lifecycle(), configured, context).announceImages();
        }
        if (pickImages(goals)) {
            announceModules(goals);
            work.accept(current, goals);
        }
    }

    private void checkConfigurations(List<G> goals) {
        var problems = new ModuleProblems(goals);
        problems.collect(goals, other -> {
            checkNames(other.context());
            other.checkConfiguration();
        });
        problems.throwIfAny();
    }

    /** Fails for an unknown parameter in the POM, and warns of one on the command line. */
    private void checkNames(GoalContext ofGoal) {
        var names = new ParameterNames(ofGoal.execution());
        names.requireKnown(
                configured.plugin(ofGoal.project()), ofGoal.execution().getExecutionId());
        if (context.buildData().isNew("names of properties")) {
            names.misspeltProperties(ofGoal.session().getUserProperties()).forEach(log::warn);
        }
    }

    /** Keeps the images that the filter matches; returns whether there is anything to do. */
    private boolean pickImages(List<G> goals) {
        if (!hasWork(goals)) {
            if (context.isCalled()) {
                throw ExplainedException.configuration("no images for "
                        + context.execution().getGoal()
                        + ": pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> or <composeFiles> in the"
                        + " plugin's <configuration>");
            }
            // No failure: a parent POM may bind the goal for modules that have no images.
            log.info("No images configured");
            return false;
        }
        // Where Maven runs the goal in each module, one module cannot tell that a filter is misspelt.
        boolean seesAll = context.isCalled() || !context.hasSeveralModules();
        GoalImages.pick(
                goals.stream().map(AbstractEcrMojo::images).toList(),
                context.isCalled(),
                log::info,
                seesAll ? log::warn : log::info);
        return hasWork(goals);
    }

    private static boolean hasWork(List<? extends AbstractEcrMojo> goals) {
        for (AbstractEcrMojo goal : goals) {
            if (goal.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** Maven shows a run for several modules as one of the root, and the other modules as skipped. */
    private void announceModules(List<G> goals) {
        Set<String> modules = AbstractGoalMojo.moduleNames(goals);
        if (modules.size() > 1) {
            log.info("This run is for " + modules.size() + " modules, though Maven's summary will show only "
                    + context.moduleName() + " alone: " + String.join(", ", modules));
        }
    }
}
