package io.github.ecrmaven.mojo;

import io.github.ecrmaven.compose.ComposeReader;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Mirrors;
import java.io.File;
import java.util.List;
import java.util.function.Predicate;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The images that a goal's parameters declare, alone or in compose files, and where ECR has them. */
final class DeclaredImages {
    private final GoalContext context;
    private final File basedir;
    private final PlexusConfiguration images;
    private final List<String> composeFiles;
    private final PlexusConfiguration registries;
    private final PlexusConfiguration mirrors;
    private ComposeImages ofCompose;

    /**
     * Takes the parameters, of which each but the compose files may be null, without reading them yet.
     *
     * @param basedir where the paths of compose files begin
     */
    DeclaredImages(
            GoalContext context,
            File basedir,
            PlexusConfiguration images,
            List<String> composeFiles,
            PlexusConfiguration registries,
            PlexusConfiguration mirrors) {
        this.context = context;
        this.basedir = basedir;
        this.images = images;
        this.composeFiles = composeFiles;
        this.registries = registries;
        this.mirrors = mirrors;
    }

    /** Reads the images of the POM and of compose files; those of the command line replace both of the POM. */
    List<ImageParameter> read() {
        return ofCompose().addTo(isInEffect("ecr.images") ? context.elements().images(images) : List.of());
    }

    /**
     * Reads the registries.
     *
     * @throws ExplainedException if an entry contradicts itself
     */
    List<DeclaredRegistry> registries() {
        return context.elements().registries(registries).stream()
                .map(DeclaredRegistry::of)
                .toList();
    }

    /**
     * Reads the mirrors.
     *
     * @throws ExplainedException if an entry is not a valid mirror; the message lists all invalid entries
     */
    Mirrors mirrors() {
        return context.elements().mirrors(mirrors);
    }

    /** Tells the user what of the compose files is not pulled. */
    void logOnce() {
        ofCompose().logOnce(context);
    }

    /** Returns whether a parameter is in effect: with images on the command line, those of the POM are not. */
    private boolean isInEffect(String property) {
        return !context.hasImagesOfCommandLine()
                || context.session().getUserProperties().containsKey(property);
    }

    private ComposeImages ofCompose() {
        if (ofCompose == null) {
            List<String> files = composeFiles.stream()
                    .filter(file -> !ParameterText.isBlank(file))
                    .map(String::strip)
                    .toList();
            ofCompose = files.isEmpty() || !isInEffect("ecr.composeFiles")
                    ? ComposeImages.NONE
                    : ComposeImages.of(composeReader().read(files), isOfEcr());
        }
        return ofCompose;
    }

    private ComposeReader composeReader() {
        return new ComposeReader(
                basedir.toPath().toAbsolutePath(), context.environment(), context.expressions()::property);
    }

    /** Tells whether an image, as a compose file has it, is in a registry of ECR, or has a mirror there. */
    private Predicate<String> isOfEcr() {
        Mirrors all = mirrors();
        return image -> {
            String host = ImageReference.host(image);
            return all.has(image)
                    || EcrRegistry.isEcrHost(host)
                    || (!host.isEmpty() && registries().stream().anyMatch(entry -> entry.declares(host)));
        };
    }
}
