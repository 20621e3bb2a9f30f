package io.github.ecrmaven.mojo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.ModelBase;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds the properties that a module's images are made of: with other values of them, the module has other images. */
final class ImageProperties {
    private static final String IMAGES = "ecr.images";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]+)}");

    private ImageProperties() {}

    /**
     * Returns the names of the properties in the images of a POM and its parents, as these are written, and of those
     * that make up the values of these properties.
     *
     * @param pluginKey the key of this plugin in a POM
     */
    static Set<String> names(MavenProject module, String pluginKey) {
        List<ModelBase> models = Stream.iterate(module, Objects::nonNull, MavenProject::getParent)
                .map(MavenProject::getOriginalModel)
                .filter(Objects::nonNull)
                .flatMap(model -> Stream.concat(Stream.of(model), model.getProfiles().stream()))
                .toList();
        Deque<String> texts = new ArrayDeque<>(List.of("${" + IMAGES + "}"));
        models.stream().flatMap(model -> images(model, pluginKey)).forEach(texts::add);
        Set<String> names = new HashSet<>();
        while (!texts.isEmpty()) {
            Matcher reference = REFERENCE.matcher(texts.pop());
            while (reference.find()) {
                String name = reference.group(1);
                if (names.add(name)) {
                    models.stream()
                            .map(model -> model.getProperties().getProperty(name))
                            .filter(Objects::nonNull)
                            .forEach(texts::add);
                }
            }
        }
        return names;
    }

    /** Returns the images of a POM or a profile, with those of executions and of the plugin management. */
    private static Stream<String> images(ModelBase model, String pluginKey) {
        BuildBase build = model instanceof Model pom ? pom.getBuild() : ((Profile) model).getBuild();
        return build == null
                ? Stream.of()
                : Stream.<PluginContainer>of(build, build.getPluginManagement())
                        .filter(Objects::nonNull)
                        .map(plugins -> plugins.getPluginsAsMap().get(pluginKey))
                        .filter(Objects::nonNull)
                        .flatMap(plugin -> Stream.concat(Stream.of(plugin), plugin.getExecutions().stream()))
                        .map(ConfigurationContainer::getConfiguration)
                        .filter(Objects::nonNull)
                        .map(configuration -> ((Xpp3Dom) configuration).getChild("images"))
                        .filter(Objects::nonNull)
                        .map(Xpp3Dom::toString);
    }
}
