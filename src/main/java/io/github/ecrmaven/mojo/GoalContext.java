package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * The build, the module and the execution that a goal runs in.
 *
 * @param session the build, with the module as its current project
 * @param execution the goal's execution: bound to a phase, or called from the command line
 * @param buildDirectory the module's, such as {@code target}
 * @param log the goal's log
 */
record GoalContext(MavenSession session, MojoExecution execution, File buildDirectory, GoalLog log) {
    private static final String JOURNAL = "pulled.txt";

    /**
     * Returns whether the goal was called from the command line. Such a run is for all modules, whereas a phase runs
     * the goal once in each module.
     */
    boolean isCalled() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /** Returns whether this run is for the images of all modules and executions, as their POMs declare them. */
    boolean isForAllExecutions() {
        return isCalled()
                && execution.getExecutionId().equals(ConfiguredGoals.DEFAULT_CLI)
                && !hasImagesOfCommandLine();
    }

    /** Returns whether the command line says what the goal is for, instead of the POM. */
    boolean hasImagesOfCommandLine() {
        Properties given = session.getUserProperties();
        return given.containsKey("ecr.images") || given.containsKey("ecr.composeFiles");
    }

    boolean hasSeveralModules() {
        return session.getProjects().size() > 1;
    }

    MavenProject project() {
        return session.getCurrentProject();
    }

    /** Returns the name of the module in messages and for {@code -pl}: {@code :app}, or {@code com.example:app}. */
    String moduleName() {
        String artifact = project().getArtifactId();
        boolean isUnique = session.getProjects().stream()
                        .filter(other -> other.getArtifactId().equals(artifact))
                        .count()
                < 2;
        return (isUnique ? "" : project().getGroupId()) + ":" + artifact;
    }

    /** Returns the key of this plugin in a POM. */
    String pluginKey() {
        return execution.getPlugin().getKey();
    }

    /** Returns the command that locks the images of the goal. */
    String lockCommand() {
        Properties given = session.getUserProperties();
        List<String> profiles = profilesOfCommandLine();
        var command = new StringBuilder("mvn ecr:lock")
                .append(project().isExecutionRoot() ? "" : " -pl " + moduleName())
                .append(profiles.isEmpty() ? "" : " -P" + String.join(",", profiles));
        Set<String> properties = new TreeSet<>(ImageProperties.names(project(), pluginKey()));
        properties.addAll(List.of("ecr.composeFiles", "ecr.images", "ecr.lockFile", "ecr.mirrors"));
        for (String name : properties) {
            if (given.containsKey(name)) {
                command.append(" -D").append(name).append('=').append(given.getProperty(name));
            }
        }
        return command.toString();
    }

    /**
     * Returns the profiles of the POM and its parents that the command line names. Those of settings.xml are active
     * anyway.
     */
    private List<String> profilesOfCommandLine() {
        List<String> requested = session.getRequest().getActiveProfiles();
        if (requested.isEmpty()) {
            return List.of();
        }
        return project().getInjectedProfileIds().entrySet().stream()
                .filter(profiles -> !profiles.getKey().equals("external"))
                .flatMap(profiles -> profiles.getValue().stream())
                .filter(requested::contains)
                .distinct()
                .toList();
    }

    /** Returns the environment of the user who called Maven, also where a daemon runs the build. */
    Environment environment() {
        Properties system = session.getSystemProperties();
        Properties user = session.getUserProperties();
        return new Environment(
                buildData().get("variables", () -> variables(system)),
                name -> user.getProperty(name, system.getProperty(name)));
    }

    private static Map<String, String> variables(Properties system) {
        Map<String, String> variables = new HashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(Expressions.ENVIRONMENT)) {
                variables.put(name.substring(Expressions.ENVIRONMENT.length()), system.getProperty(name));
            }
        }
        return variables;
    }

    Expressions expressions() {
        return new Expressions(session, execution);
    }

    ElementReader elements() {
        return new ElementReader(expressions());
    }

    /** Evaluates a secret only here: with -X, Maven prints the value of each parameter that it evaluates itself. */
    Secret secret(PlexusConfiguration parameter) {
        return parameter == null ? null : ParameterText.secret(expressions().evaluate(parameter.getValue()));
    }

    BuildData buildData() {
        return new BuildData(session.getRequest().getData());
    }

    /** Returns the authorization tokens and the images that the modules of this build share. */
    ConcurrentMap<String, CompletableFuture<Map<String, String>>> buildCache() {
        return buildData().get("cache", ConcurrentHashMap::new);
    }

    /** Logs a line, unless this build has already logged it. */
    void infoOnce(String line) {
        if (buildData().isNew(line)) {
            log.info(line);
        }
    }

    /** Logs a warning, unless this build has already logged it. */
    void warnOnce(String warning) {
        if (buildData().isNew(warning)) {
            log.warn(warning);
        }
    }

    DeferredRemovals deferredRemovals() {
        return new DeferredRemovals(session, buildData());
    }

    /** Returns which modules need an image name, from the view of this module. */
    TagUsage tagUsage() {
        return tagUsage(outputFile(JOURNAL));
    }

    /** Returns the same from the view of another module. */
    TagUsage tagUsage(MavenProject module) {
        return tagUsage(outputFolder(Path.of(module.getBuild().getDirectory())).resolve(JOURNAL));
    }

    private TagUsage tagUsage(Path journal) {
        return new TagUsage(buildData().get("neededNames", ConcurrentHashMap::new), journal);
    }

    /** Notes that the modules which have ended need no image any more. */
    void endModules(boolean all) {
        for (MavenProject project : session.getProjects()) {
            if (all || session.getResult().getBuildSummary(project) != null) {
                tagUsage(project).end();
            }
        }
    }

    /** Returns the writer of what later plugins read about the images. */
    PullOutputs outputs() {
        return new PullOutputs(project().getProperties(), outputFile("images.json"), buildData(), this::warnOnce);
    }

    private static Path outputFolder(Path buildDirectory) {
        return buildDirectory.resolve("ecr");
    }

    /** Returns a file in {@code target/ecr}; null without a POM, as there is no such folder then. */
    private Path outputFile(String name) {
        if (project().getFile() == null) {
            return null;
        }
        Path folder = outputFolder(buildDirectory.toPath());
        if (Files.isSymbolicLink(folder)) {
            throw ExplainedException.configuration(folder + " is a symbolic link, which goals do not follow, so"
                    + " that their files stay in the build's folder. Delete it");
        }
        return folder.resolve(name);
    }
}
