package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.image.SafeMessage;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.PulledNames;
import io.github.ecrmaven.remove.RemoveOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes images from the container engine, with their short names (<code>localTag</code>). An image that is not there
 * is no error. One with a digest, also of a <code>lockFile</code>, loses all tags in its repository too. Nothing is
 * asked of AWS.
 *
 * <p>In a build of several modules, an image that another module is still going to need stays, and the last of them
 * removes it: Maven's plan of the build says which modules that are. If that module does not get so far, as it fails or
 * is skipped, the image is removed at the end of the build. An image that only a module needs which fails before this
 * goal stays.
 *
 * <p>Several builds at once with the same engine do not know of each other: one removes what the test of another uses.
 * Give each an engine of its own, or remove when all are through.
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
     *   <li>A new name of an image that was there before is taken off, unless the engine would delete the image with
     *       it, as it has no other tag; then the name stays, which is said.
     * </ul>
     *
     * <p><code>ecr:pull</code> writes down what it will change before it does, in <code>target/ecr/pulled.txt</code>.
     * So <code>mvn ecr:remove -Decr.pulledOnly</code> tidies up also after a build that failed or was killed. <code>
     * mvn clean</code> deletes what is written down: run this before. Without a POM, nothing is. What was written down
     * on another machine, or with another engine, is not heeded; a Podman is known by its storage folder and host name.
     *
     * <p>After a pull that was killed, give the engine the few seconds in which it ends too. Until the next <code>
     * ecr:pull</code> or <code>ecr:remove</code>, what its name names then counts as pulled, also if somebody gave the
     * name by hand.
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
    void run(List<AbstractEcrMojo> goals) {
        Map<RemoveMojo, List<EngineNames>> images = new LinkedHashMap<>();
        var problems = new ModuleProblems(goals);
        goals.stream()
                .map(RemoveMojo.class::cast)
                .forEach(goal -> problems.collect(goal, () -> images.put(goal, goal.names(problems))));
        problems.throwIfAny();
        var failures = new Problems();
        Set<Object> removed = new HashSet<>();
        // What pulls brought, each module has written down for itself.
        PulledNames pulled = pulledNames()
                .with(goals.stream().map(AbstractEcrMojo::pulledNames).toList());
        images.forEach((goal, names) -> failures.collect(() -> goal.remove(names, removed, pulled)));
        failures.throwIfAny();
    }

    private List<EngineNames> names(ModuleProblems problems) {
        LockFile lock = lock();
        return images(image -> new EngineNames(lock.lock(image.reference()), image.localTag()), problems);
    }

    private void remove(List<EngineNames> images, Set<Object> removed, PulledNames pulled) {
        var options = new RemoveOptions(pulledOnly, force, noPrune, failIfInUse);
        String engine = address(this::warnOnce).text();
        List<EngineNames> left = images.stream()
                .filter(image -> removed.add(List.of(image, options, engine)))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        endModules(isCalled());
        List<EngineNames> putOff = remove(left, options, pulled);
        left.forEach(image -> lastUse()
                .putOff(
                        image.reference().engineName(),
                        putOff.contains(image) ? () -> removeAtLast(image, options, pulled) : null));
    }

    private List<EngineNames> remove(List<EngineNames> images, RemoveOptions options, PulledNames pulled) {
        try (ContainerEngine engine = connect()) {
            return new ImageRemover(engine, buildCache(), pulled, options, getLog()::info, getLog()::warn)
                    .remove(images);
        }
    }

    /** At the end of the build, when no module needs anything; a failure then does not fail it any more. */
    private void removeAtLast(EngineNames image, RemoveOptions options, PulledNames pulled) {
        try {
            endModules(true);
            getLog().info("Removing " + image.reference() + ", which no module got so far as to do");
            remove(List.of(image), options, pulled);
        } catch (RuntimeException e) {
            getLog().warn("cannot remove " + image.reference() + ": " + SafeMessage.of(e));
        }
    }
}
