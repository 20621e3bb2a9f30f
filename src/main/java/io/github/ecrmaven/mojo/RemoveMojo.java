package io.github.ecrmaven.mojo;

import io.github.ecrmaven.remove.RemoveOptions;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes images from the container engine, with their short names (<code>localTag</code>) and the own names of those
 * that have one of the <code>mirrors</code>. An image that is not there is no error. An image with a digest, also from
 * a <code>lockFile</code>, loses all tags in its repository, too. AWS is not asked.
 *
 * <p>In a build of several modules, an image stays as long as another module needs it according to Maven's build plan,
 * and the last of these modules removes it. If that module fails before or is skipped, the image is removed at the end
 * of the build. An image of a single module that fails before this goal stays.
 *
 * <p>Several builds that use the same engine at once do not know of each other: one may remove an image that a test of
 * another uses. Give each build its own engine, or remove images when all builds have ended.
 *
 * @since 0.1.0
 */
@Mojo(name = "remove", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class RemoveMojo extends AbstractEcrMojo {
    /**
     * Whether to remove also images that a container uses, like <code>docker rmi --force</code>. Docker then removes
     * the name and keeps what a running container needs; Podman removes the containers, too.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.force", defaultValue = "false")
    private boolean force;

    /**
     * Whether to keep untagged parents, like <code>docker rmi --no-prune</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.noPrune", defaultValue = "false")
    private boolean noPrune;

    /**
     * Whether to undo only what <code>ecr:pull</code> changed:
     *
     * <ul>
     *   <li>An image that was there before, under any name, stays.
     *   <li>A name that <code>ecr:pull</code> moved to a newer image is moved back to the earlier image. If that has
     *       been deleted meanwhile, the name is removed, with a warning.
     *   <li>A name that was moved by others after <code>ecr:pull</code> stays as it is.
     *   <li>A new name of an image that was there before is removed. If it is the image's only tag, so that the engine
     *       would delete the image with it, the name stays, with a line in the log.
     * </ul>
     *
     * <p>Before <code>ecr:pull</code> changes anything, it writes that to the journal <code>target/ecr/pulled.txt
     * </code>. So <code>mvn ecr:remove -Decr.pulledOnly</code> cleans up also after a build that failed or was killed.
     * Run it before <code>mvn clean</code>, which deletes the journal. Without a POM there is no journal. Entries of
     * another machine or another engine are ignored; a Podman is recognized by its storage folder and host name.
     *
     * <p>After a pull that was killed, wait some seconds until the engine has stopped it, too. Until the next <code>
     * ecr:pull
     * </code> or <code>ecr:remove</code>, the image that its name then has counts as pulled, even if the name was set
     * by hand.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.pulledOnly", defaultValue = "false")
    private boolean pulledOnly;

    /**
     * Whether it is an error if a container uses an image that is to be removed. If <code>false</code>, a warning names
     * the container, and all other images are removed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.failIfInUse", defaultValue = "true")
    private boolean failIfInUse;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        new GoalRunner<>(RemoveMojo.class, this)
                .run((goal, goals) ->
                        new RemoveRun(goal.context()).run(ModuleProblems.readAll(goals, RemoveMojo::module)));
    }

    private RemoveRun.Module module(ModuleProblems problems) {
        return RemoveRun.Module.of(this, new RemoveOptions(pulledOnly, force, noPrune, failIfInUse), problems);
    }
}
