package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginConfiguration;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MavenPluginManager;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginConfigurationException;
import org.apache.maven.plugin.PluginContainerException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Finds the goals that a run stands for: the goal that runs, as the modules and executions of the build configure it.
 *
 * @param manager makes and configures goals
 * @param session the build
 * @param running the execution that Maven runs
 */
record ConfiguredGoals(MavenPluginManager manager, MavenSession session, MojoExecution running) {
    /** Maven's ID of an execution that is called without an ID. */
    static final String DEFAULT_CLI = "default-cli";

    private static final String REMOVE = "remove";

    /** The goals that are for the images of all goals. */
    private static final Set<String> FOR_ALL_IMAGES = Set.of("lock", REMOVE);

    /** Returns the goal of the current module, with the command line overriding the POM. */
    AbstractEcrMojo ofCurrentModule(AbstractEcrMojo goal) {
        MavenProject project = session.getCurrentProject();
        Xpp3Dom pom = pomConfiguration(project, running.getExecutionId());
        return configuration(running.getMojoDescriptor()).hasConflict(pom, project.getProperties())
                ? copy(project, running.getMojoDescriptor(), running.getExecutionId())
                : goal;
    }

    /**
     * Returns the goal as it is configured wherever the run is for. Maven runs a goal called from the command line
     * once, at the root, with the configuration of no execution, but the user means all modules and executions: these
     * are in each module the executions of the goal; if none of them has images, the executions of other goals; for
     * ecr:lock and ecr:remove, all executions; and the plugin itself, if it has images that these do not have.
     *
     * @param goal the goal as the current module configures it
     */
    List<AbstractEcrMojo> ofAllModules(AbstractEcrMojo goal) {
        if (!goal.context().isCalled() || goal.context().hasImagesOfCommandLine()) {
            return List.of(goal);
        }
        // A module that only inherits pluginManagement does not use the plugin, unless no module does.
        List<MavenProject> using =
                session.getProjects().stream().filter(this::isIn).toList();
        List<AbstractEcrMojo> goals = new ArrayList<>();
        for (MavenProject project : using.isEmpty() ? session.getProjects() : using) {
            goals.addAll(goalsOf(project, goal));
        }
        return goals.isEmpty() ? List.of(goal) : goals;
    }

    /** Returns a warning if the goal is called with the ID of an execution that no module has. */
    Optional<String> unknownExecution() {
        String called = running.getExecutionId();
        if (DEFAULT_CLI.equals(called)) {
            return Optional.empty();
        }
        Set<String> known = session.getProjects().stream()
                .map(this::plugin)
                .filter(Objects::nonNull)
                .flatMap(plugin -> plugin.getExecutions().stream())
                .map(PluginExecution::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        return known.contains(called)
                ? Optional.empty()
                : Optional.of("the POM has no execution '" + called + "' of this plugin"
                        + (known.isEmpty() ? "" : "; there are: " + String.join(", ", known)));
    }

    private List<AbstractEcrMojo> goalsOf(MavenProject project, AbstractEcrMojo goal) {
        Plugin plugin = plugin(project);
        if (plugin == null) {
            return List.of();
        }
        String called = running.getExecutionId();
        if (!DEFAULT_CLI.equals(called)) {
            return copies(project, plugin, execution -> execution.getId().equals(called));
        }
        Predicate<PluginExecution> ofGoal = execution -> execution.getGoals().contains(running.getGoal());
        List<AbstractEcrMojo> goals = new ArrayList<>(copies(project, plugin, ofGoal));
        boolean isForAll = FOR_ALL_IMAGES.contains(running.getGoal());
        // For the same image, an execution of the goal itself says how, and so comes first.
        int placeOfPlugin = isForAll ? goals.size() : 0;
        if (isForAll || goals.isEmpty()) {
            goals.addAll(copies(project, plugin, ofGoal.negate().and(this::isRelevant)));
        }
        AbstractEcrMojo ofPlugin = project.equals(session.getCurrentProject())
                ? goal
                : copy(project, running.getMojoDescriptor(), DEFAULT_CLI);
        // Executions have the plugin's images too, and say how: with which engine, credentials and options.
        if (ofPlugin.hasWork() && !haveAllImages(goals, ofPlugin)) {
            goals.add(placeOfPlugin, ofPlugin);
        }
        return goals;
    }

    /** An execution of ecr:remove alone needs no credentials, and so does not say how images are pulled. */
    private boolean isRelevant(PluginExecution execution) {
        return running.getGoal().equals(REMOVE) || !execution.getGoals().equals(List.of(REMOVE));
    }

    /** Returns whether goals that are not skipped have all images of another goal. */
    private static boolean haveAllImages(List<AbstractEcrMojo> goals, AbstractEcrMojo other) {
        List<ImageParameter> images = goals.stream()
                .filter(goal -> goal.skipReason().isEmpty() && goal.images().canBeRead())
                .flatMap(goal -> goal.images().all().stream())
                .toList();
        return !goals.isEmpty()
                && other.images().canBeRead()
                && images.containsAll(other.images().all());
    }

    private List<AbstractEcrMojo> copies(MavenProject project, Plugin plugin, Predicate<PluginExecution> fits) {
        return plugin.getExecutions().stream()
                .filter(fits)
                .map(execution -> copy(project, running.getMojoDescriptor(), execution.getId()))
                .filter(AbstractEcrMojo::hasWork)
                .toList();
    }

    /**
     * Returns a goal as an execution of a module configures it.
     *
     * @throws ExplainedException if Maven cannot configure it so
     */
    AbstractEcrMojo copy(MavenProject project, MojoDescriptor goal, String executionId) {
        var execution = new MojoExecution(goal, executionId, running.getSource());
        execution.setLifecyclePhase(running.getLifecyclePhase());
        execution.setConfiguration(configuration(goal).with(pomConfiguration(project, executionId)));
        try {
            return (AbstractEcrMojo) manager.getConfiguredMojo(Mojo.class, sessionOf(project), execution);
        } catch (PluginConfigurationException | PluginContainerException e) {
            throw ExplainedException.configuration("cannot configure " + goal.getFullGoalName() + " of :"
                    + project.getArtifactId() + " (" + executionId + "): " + e.getMessage());
        }
    }

    /** Returns the session with another module as the current one. */
    MavenSession sessionOf(MavenProject project) {
        MavenSession inProject = session.clone();
        inProject.setCurrentProject(project);
        // Cloned twice: in Maven 3.9 and 4, only the thread that has set the project sees it, but all threads see that
        // of a clone.
        return inProject.clone();
    }

    /** Returns whether a module uses this plugin. */
    boolean isIn(MavenProject project) {
        return project.getPlugin(running.getPlugin().getKey()) != null;
    }

    boolean isOfThisPlugin(MojoExecution other) {
        return other.getPlugin().getKey().equals(running.getPlugin().getKey());
    }

    /** Returns a goal of this plugin. */
    MojoDescriptor goal(String name) {
        return running.getMojoDescriptor().getPluginDescriptor().getMojo(name);
    }

    /** Returns whether the POM or a property sets a parameter of an execution. */
    boolean isGiven(String parameter, MavenProject project, String executionId) {
        Xpp3Dom pom = pomConfiguration(project, executionId);
        return (pom != null && pom.getChild(parameter) != null)
                || Stream.of(session.getUserProperties(), session.getSystemProperties(), project.getProperties())
                        .anyMatch(properties -> properties.containsKey("ecr." + parameter));
    }

    private GoalConfiguration configuration(MojoDescriptor goal) {
        return new GoalConfiguration(goal, session.getUserProperties());
    }

    /** The configuration of an execution; Maven has already merged the plugin's into it. */
    private Xpp3Dom pomConfiguration(MavenProject project, String executionId) {
        Plugin plugin = plugin(project);
        if (plugin == null) {
            return null;
        }
        PluginExecution execution = plugin.getExecutionsAsMap().get(executionId);
        return (Xpp3Dom) (execution == null ? plugin : execution).getConfiguration();
    }

    /** Returns this plugin in a POM, or in its plugin management; null if it is in neither. */
    Plugin plugin(MavenProject project) {
        return plugin(project.getBuild());
    }

    private Plugin plugin(PluginConfiguration build) {
        String key = running.getPlugin().getKey();
        Plugin plugin = build.getPluginsAsMap().get(key);
        return plugin != null || build.getPluginManagement() == null
                ? plugin
                : build.getPluginManagement().getPluginsAsMap().get(key);
    }
}
