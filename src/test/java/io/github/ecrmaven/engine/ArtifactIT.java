package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Artifacts that are not container images; each engine handles a pull of them differently. */
class ArtifactIT {
    private final RegistryStandIn registry = new RegistryStandIn(password -> false);
    private final ContainerEngine engine = Engines.connect(Engines.here());
    private ImageReference reference;

    @BeforeEach
    void open() {
        registry.open("team/artifact");
    }

    @AfterEach
    void stop() {
        engine.images().remove(reference, true, false);
        engine.close();
        registry.close();
    }

    @Test
    void aHelmChartIsNotAnImage() {
        push("chart", TestImage.helmChart());

        assertIsNotAnImage();
    }

    @Test
    void anArtifactIsNotAnImage() {
        push("artifact", TestImage.artifact("application/spdx+json"));

        assertIsNotAnImage();
    }

    /** The image has none of the optional fields. */
    @Test
    void anImageWithoutLayersIsAnImage() {
        push("scratch", TestImage.oci("linux/amd64", 1));

        engine.pull(reference, null, null, layer -> {});

        assertThat(engine.find(reference, null)).isPresent();
    }

    private void push(String tag, TestImage image) {
        registry.push("team/artifact", tag, image);
        reference = ImageReference.parse(registry.host() + "/team/artifact:" + tag);
    }

    private void assertIsNotAnImage() {
        assertThatThrownBy(() -> engine.pull(reference, null, null, layer -> {}))
                .isInstanceOfSatisfying(
                        PullException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_IMAGE));
        assertThat(engine.find(reference, null)).isEmpty();
    }
}
