package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ImageRemover;
import io.github.ecrmaven.LockFile;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes images from the container engine. An image that is not there is no error. Nothing is asked of AWS. Where a
 * <code>lockFile</code> has a digest for a tag, both names are removed.
 *
 * @since 0.1.0
 */
@Mojo(name = "remove", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class RemoveMojo extends AbstractEcrMojo {
    /**
     * Whether to remove also images that a container uses, as <code>docker rmi --force</code>: Docker then takes the
     * name off the image and keeps what a running container needs, Podman removes the containers too.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.force", defaultValue = "false")
    private boolean force;

    /**
     * Whether to keep untagged parents, as <code>docker rmi --no-prune</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.noPrune", defaultValue = "false")
    private boolean noPrune;

    @Override
    void run() {
        LockFile lock = lock();
        List<ImageReference> images = images(image -> lock.lock(image.reference()));
        if (images.isEmpty()) {
            return;
        }
        try (ContainerEngine engine = connect()) {
            new ImageRemover(engine, buildCache(), force, noPrune, getLog()::info).remove(images);
        }
    }
}
