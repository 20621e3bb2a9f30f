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
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What else than the images of a run a lock file is for: those of other modules and executions that name the file. */
final class OtherImages {
    private final MavenSession session;
    private final Path file;
    private final Set<String> names = new HashSet<>();
    private boolean areKnown = true;

    private OtherImages(MavenSession session, Path file) {
        this.session = session;
        this.file = file;
    }

    /**
     * Returns which lines of the file are to stay, though a run does not name their images: all where somebody may name
     * the file whom this build does not see, as when it runs in one of many modules.
     */
    static Predicate<String> in(Path file, MavenSession session, MojoExecution execution) {
        var others = new OtherImages(session, file);
        List<MavenProject> projects = session.getAllProjects();
        Path top = Path.of(session.getExecutionRootDirectory()).toAbsolutePath().normalize();
        boolean alone = projects.size() == 1 && !projects.get(0).getModules().isEmpty();
        if (alone || !file.startsWith(top)) {
            return name -> true;
        }
        projects.forEach(project -> {
            new DeclaredImages(project, execution.getPlugin().getKey())
                    .places()
                    .filter(place -> others.isFileOf(place, project))
                    .forEach(others::add);
        });
        return others.areKnown ? others.names::contains : name -> true;
    }

    private boolean isFileOf(ConfigurationContainer place, MavenProject project) {
        Xpp3Dom element = DeclaredImages.child(place, "lockFile");
        String path = Stream.of(
                        element == null ? null : element.getValue(),
                        session.getUserProperties().getProperty("ecr.lockFile"),
                        project.getProperties().getProperty("ecr.lockFile"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("ecr.lock");
        return project.getBasedir().toPath().resolve(path).normalize().equals(file);
    }

    private void add(ConfigurationContainer place) {
        for (Xpp3Dom image : DeclaredImages.images(place).getChildren()) {
            Xpp3Dom name = image.getChild("name");
            String text = String.valueOf((name == null ? image : name).getValue());
            try {
                names.add(ImageReference.parse(text).toString());
            } catch (IllegalArgumentException e) {
                // A property that another plugin sets is not known here; what is bad, its own module says.
                areKnown &= !text.contains("${");
            }
        }
    }
}
