package io.github.ecrmaven.mojo;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
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
                        .noneMatch(module -> hasOtherImages(module, context.pluginKey(), hasCompose(goals)));
    }

    private static boolean hasCompose(List<AbstractEcrMojo> goals) {
        return goals.stream().flatMap(other -> other.images().all().stream()).anyMatch(ImageParameter::isOfComposeFile);
    }

    /**
     * Returns whether a module may have other images with other profiles of its POM or its parents: an inactive one may
     * add modules or configure this plugin, and any may set a property that images are made of.
     *
     * @param pluginKey the key of this plugin in a POM
     * @param hasCompose whether there are images of compose files, which may be made of any property
     */
    static boolean hasOtherImages(MavenProject module, String pluginKey, boolean hasCompose) {
        Set<String> ofImages = ImageProperties.names(module, pluginKey);
        return Stream.iterate(module, Objects::nonNull, MavenProject::getParent)
                .anyMatch(project -> project.getOriginalModel().getProfiles().stream()
                        .anyMatch(profile -> profile.getProperties().stringPropertyNames().stream()
                                        .anyMatch(name -> hasCompose || ofImages.contains(name))
                                || (!isActive(profile, project)
                                        && (!profile.getModules().isEmpty()
                                                || !WrittenPoms.plugins(profile.getBuild(), pluginKey)
                                                        .isEmpty()))));
    }

    private static boolean isActive(Profile profile, MavenProject project) {
        return project.getActiveProfiles().stream()
                .anyMatch(active -> active.getId().equals(profile.getId()));
    }
}
