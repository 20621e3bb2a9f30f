package io.github.ecrmaven.mojo;

import io.github.ecrmaven.EngineNames;
import io.github.ecrmaven.ImageRemover;
import io.github.ecrmaven.LockFile;
import io.github.ecrmaven.RemoveOptions;
import io.github.ecrmaven.engine.ContainerEngine;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes images from the container engine, with their short names (<code>localTag</code>). An image that is not there
 * is no error. One with a digest, also of a <code>lockFile</code>, loses all tags in its repository too. Nothing is
 * asked of AWS.
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

    /**
     * Whether to remove only what <code>ecr:pull</code> brought, and to leave the rest as it was before:
     *
     * <ul>
     *   <li>An image that was there before, under whatever name, stays.
     *   <li>A name that <code>ecr:pull</code> moved to a newer image names the earlier one again. If somebody has
     *       deleted that meanwhile, the name is removed, with a warning.
     *   <li>A name that somebody has moved after <code>ecr:pull</code> stays as it is.
     *   <li>An image that another module of this build still needs stays until that module removes it.
     * </ul>
     *
     * <p><code>ecr:pull</code> writes down what it will change before it does, in <code>target/ecr/pulled.txt</code>.
     * So <code>mvn ecr:remove -Decr.pulledOnly</code> tidies up also after a build that failed or was killed. <code>
     * mvn clean</code> deletes what is written down: run this before. Without a POM, nothing is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.pulledOnly", defaultValue = "false")
    private boolean pulledOnly;

    /**
     * Whether it is an error that a container uses an image that should go. If <code>false</code>, there is a warning
     * that names the container, and all else is removed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.failIfInUse", defaultValue = "true")
    private boolean failIfInUse;

    @Override
    void run() {
        LockFile lock = lock();
        List<EngineNames> images = images(image -> new EngineNames(lock.lock(image.reference()), image.localTag()));
        if (images.isEmpty()) {
            return;
        }
        var options = new RemoveOptions(pulledOnly, force, noPrune, failIfInUse);
        try (ContainerEngine engine = connect()) {
            new ImageRemover(engine, buildCache(), pulledNames(), options, getLog()::info, getLog()::warn)
                    .remove(images);
        }
    }
}
