package io.github.ecrmaven.mojo;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginConfiguration;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;

/**
 * Whether a run of ecr:lock locks all images that the build may need, so that the other lines of lock files can go.
 *
 * @param goal the goal as Maven runs it
 */
record LockScope(AbstractEcrMojo goal) {
    /** Returns whether no image is left out by a filter, a selection of modules, a profile or a skipped execution. */
    boolean isForAllImages() {
        GoalContext context = goal.context();
        MavenSession session = context.session();
        var configured = new ConfiguredGoals(goal.manager(), session, context.execution());
        boolean isWithoutModules = session.getAllProjects().size() == 1
                && !session.getAllProjects().get(0).getModules().isEmpty();
        if (!context.isForAllExecutions()
                || goal.images().hasFilter()
                || session.getProjects().size() != session.getAllProjects().size()
                || isWithoutModules) {
            return false;
        }
        List<AbstractEcrMojo> goals = configured.ofAllModules(goal);
        return goals.stream().allMatch(other -> other.skipReason().isEmpty())
                && session.getProjects().stream()
                        .noneMatch(module -> hasOtherImages(module, configured::plugin, hasCompose(goals)));
    }

    private static boolean hasCompose(List<AbstractEcrMojo> goals) {
        return goals.stream().flatMap(other -> other.images().all().stream()).anyMatch(ImageParameter::isOfComposeFile);
    }

    /**
     * Returns whether a module may have other images with other profiles of its POM or its parents: an inactive one may
     * add modules or configure this plugin, and any may set a property of which images are made.
     *
     * @param plugin finds this plugin in a build; null if it is not there
     * @param hasCompose whether there are images of compose files, which may be made of any property
     */
    static boolean hasOtherImages(
            MavenProject module, Function<PluginConfiguration, Plugin> plugin, boolean hasCompose) {
        String texts = parents(module)
                .map(MavenProject::getOriginalModel)
                .flatMap(model -> texts(model, plugin.apply(model.getBuild())))
                .collect(Collectors.joining("\n"));
        Predicate<String> isOfImages =
                name -> hasCompose || name.startsWith("ecr.") || texts.contains("${" + name + "}");
        return parents(module)
                .anyMatch(project -> project.getOriginalModel().getProfiles().stream()
                        .anyMatch(profile -> profile.getProperties().stringPropertyNames().stream()
                                        .anyMatch(isOfImages)
                                || (!isActive(profile, project)
                                        && (!profile.getModules().isEmpty()
                                                || plugin.apply(profile.getBuild()) != null))));
    }

    private static boolean isActive(Profile profile, MavenProject project) {
        return project.getActiveProfiles().stream()
                .anyMatch(active -> active.getId().equals(profile.getId()));
    }

    /** Returns a module and its parents. */
    private static Stream<MavenProject> parents(MavenProject module) {
        return Stream.iterate(module, Objects::nonNull, MavenProject::getParent);
    }

    /** Returns the texts of a POM that an image may be made of: this plugin's configurations, and properties. */
    private static Stream<String> texts(Model model, Plugin plugin) {
        Collection<Object> properties = model.getProperties().values();
        Stream<Object> configurations = plugin == null
                ? Stream.of()
                : Stream.concat(Stream.of(plugin), plugin.getExecutions().stream())
                        .map(ConfigurationContainer::getConfiguration);
        return Stream.concat(configurations, properties.stream())
                .filter(Objects::nonNull)
                .map(Object::toString);
    }
}
