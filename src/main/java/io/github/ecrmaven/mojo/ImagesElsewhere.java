package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The images of a build that a goal does not see when it is called from the command line. Maven runs it with the
 * configuration of the plugin, but of no execution, and in one module alone, at the root or the first that {@code -pl}
 * names, unless it is one that needs a POM.
 */
record ImagesElsewhere(MavenSession session, MojoExecution execution) {
    /** How Maven calls the execution of a goal that is called without one. */
    private static final String DEFAULT_CLI = "default-cli";

    /**
     * Says that the goal has no images. For one bound to a phase that is a line of the log: a parent POM may bind it
     * for modules that have none. So it is for one that runs in every module.
     *
     * @throws ExplainedException when the goal was called from the command line
     */
    void insteadOfNone(Consumer<String> log) {
        if (execution.getSource() != MojoExecution.Source.CLI) {
            log.accept("No images configured");
            return;
        }
        if (runsInEveryModule() && session.getProjects().size() > 1) {
            log.accept("No images configured"
                    + commands()
                            .map(commands -> " for all goals: run " + commands)
                            .orElse(""));
            return;
        }
        throw ExplainedException.configuration("no images for " + execution.getGoal() + ": "
                + commands()
                        .map(commands -> "the build declares some elsewhere: run " + commands)
                        .orElse("pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> in the plugin's"
                                + " <configuration>"));
    }

    /** Says where the build has more images than those that the goal found in the POM, when it was called by itself. */
    void besideThoseOfThePom(Consumer<String> log) {
        Plugin here = plugin(session.getCurrentProject());
        if (execution.getSource() == MojoExecution.Source.CLI
                && execution.getExecutionId().equals(DEFAULT_CLI)
                && here != null
                && images(here) != null) {
            commands().ifPresent(commands -> log.accept("The build declares more images elsewhere: run " + commands));
        }
    }

    private boolean runsInEveryModule() {
        return execution.getMojoDescriptor().isProjectRequired();
    }

    /** The command lines under which the goal sees them, one for each module. */
    private Optional<String> commands() {
        Set<String> known = new HashSet<>();
        Plugin here = plugin(session.getCurrentProject());
        if (here != null) {
            known.add(images(here));
        }
        List<String> commands = new ArrayList<>();
        List<MavenProject> projects =
                runsInEveryModule() ? List.of(session.getCurrentProject()) : session.getProjects();
        for (MavenProject project : projects) {
            List<String> goals = goals(project, known);
            if (!goals.isEmpty()) {
                String offline = session.isOffline() ? "-o " : "";
                commands.add("'mvn " + offline + String.join(" ", goals) + module(project) + "'");
            }
        }
        return switch (commands.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(commands.get(0));
            default -> Optional.of(String.join(", ", commands) + ", each by itself");
        };
    }

    /**
     * The calls of the goal that see images of a module which are not known yet; what modules inherit counts once.
     * Where no execution of the goal has any, those of other goals do as well, as for a check of what is pulled.
     */
    private List<String> goals(MavenProject project, Set<String> known) {
        List<String> goals = new ArrayList<>();
        Plugin plugin = plugin(project);
        if (plugin != null) {
            if (isNew(plugin, known)) {
                goals.add(goal());
            }
            goals.addAll(executions(plugin, true, known));
            if (goals.isEmpty()) {
                goals.addAll(executions(plugin, false, known));
            }
        }
        return goals;
    }

    private List<String> executions(Plugin plugin, boolean ofTheGoal, Set<String> known) {
        return plugin.getExecutions().stream()
                .filter(bound -> bound.getGoals().contains(execution.getGoal()) == ofTheGoal)
                .filter(bound -> isNew(bound, known))
                .map(bound -> goal() + "@" + bound.getId())
                .toList();
    }

    private String goal() {
        return "ecr:" + execution.getGoal();
    }

    private static boolean isNew(ConfigurationContainer place, Set<String> known) {
        String images = images(place);
        return images != null && known.add(images);
    }

    private String module(MavenProject project) {
        if (project.isExecutionRoot()) {
            return "";
        }
        boolean unique = session.getProjects().stream()
                        .filter(other -> other.getArtifactId().equals(project.getArtifactId()))
                        .count()
                == 1;
        return " -pl " + (unique ? "" : project.getGroupId()) + ":" + project.getArtifactId();
    }

    private Plugin plugin(MavenProject project) {
        return project.getPlugin(execution.getPlugin().getKey());
    }

    /** What is declared, as text; null where nothing is. */
    private static String images(ConfigurationContainer place) {
        Xpp3Dom images = DeclaredImages.images(place);
        return images == null ? null : images.toString();
    }
}
