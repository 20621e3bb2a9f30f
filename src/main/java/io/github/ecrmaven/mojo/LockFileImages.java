package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ImageReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The images that the modules of a build declare for one lock file. */
final class LockFileImages {
    private final MavenSession session;
    private final Path file;
    private final Set<String> names = new HashSet<>();
    private boolean areAllKnown = true;

    private LockFileImages(MavenSession session, Path file) {
        this.session = session;
        this.file = file;
    }

    /**
     * Returns which lines of the file must stay because other modules or executions may need them. All lines stay if
     * modules outside this build may use the file, as in a build of only one of many modules.
     */
    static Predicate<String> keptLines(Path file, GoalContext context) {
        MavenSession session = context.session();
        var images = new LockFileImages(session, file);
        List<MavenProject> projects = session.getAllProjects();
        Path top = Path.of(session.getExecutionRootDirectory()).toAbsolutePath().normalize();
        boolean isPartOfReactor =
                projects.size() == 1 && !projects.get(0).getModules().isEmpty();
        if (isPartOfReactor || !file.startsWith(top)) {
            return name -> true;
        }
        for (MavenProject project : projects) {
            configurations(project.getPlugin(context.pluginKey()))
                    .filter(configuration -> configuration.getChild("images") != null)
                    .filter(configuration -> images.isForFile(configuration, project))
                    .forEach(images::add);
        }
        return images.areAllKnown ? images.names::contains : name -> true;
    }

    /** The configurations of the plugin and its executions; Maven has merged the plugin's into each execution's. */
    private static Stream<Xpp3Dom> configurations(Plugin plugin) {
        return Stream.ofNullable(plugin)
                .flatMap(found -> Stream.concat(Stream.of(found), found.getExecutions().stream()))
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast);
    }

    private boolean isForFile(Xpp3Dom configuration, MavenProject project) {
        Xpp3Dom element = configuration.getChild("lockFile");
        String path = Stream.of(
                        element == null ? null : element.getValue(),
                        session.getUserProperties().getProperty("ecr.lockFile"),
                        project.getProperties().getProperty("ecr.lockFile"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("ecr.lock");
        return project.getBasedir().toPath().resolve(path).normalize().equals(file);
    }

    private void add(Xpp3Dom configuration) {
        for (Xpp3Dom image : configuration.getChild("images").getChildren()) {
            Xpp3Dom name = image.getChild("name");
            String text = String.valueOf((name == null ? image : name).getValue());
            try {
                names.add(ImageReference.parse(text).toString());
            } catch (IllegalArgumentException e) {
                // The value of a property that another plugin sets is unknown here. A bad image is reported when its
                // module runs.
                areAllKnown &= !text.contains("${");
            }
        }
    }
}
