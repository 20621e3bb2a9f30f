package io.github.ecrmaven.mojo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds the properties that a module's images are made of: with other values of them, the module has other images. */
final class ImageProperties {
    private ImageProperties() {}

    /**
     * Returns the names of the properties in the images of a POM and its parents, as these are written, and of those
     * that make up the values of these properties.
     *
     * @param pluginKey the key of this plugin in a POM
     */
    static Set<String> names(MavenProject module, String pluginKey) {
        List<Model> poms = WrittenPoms.of(module);
        Deque<String> texts = new ArrayDeque<>(List.of("${ecr.images}"));
        for (Model pom : poms) {
            for (Xpp3Dom configuration : WrittenPoms.configurations(pom, pluginKey)) {
                Xpp3Dom images = configuration.getChild("images");
                if (images != null) {
                    texts.add(images.toString());
                }
            }
        }
        Set<String> names = new HashSet<>();
        while (!texts.isEmpty()) {
            for (String name : WrittenPoms.references(texts.pop())) {
                if (names.add(name)) {
                    poms.forEach(pom -> texts.addAll(WrittenPoms.values(pom, name)));
                }
            }
        }
        return names;
    }
}
