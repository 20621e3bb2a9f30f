package io.github.ecrmaven.mojo;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes the current digests of all tags to the <code>lockFile</code>, for review and version control. It asks the
 * registries, needs no container engine, and shows what has changed:<br>
 *
 * <pre>team/app:1.4  locked at sha256:d57c7634a1e5<br
 * >team/db:16    sha256:c478747b5729 -&gt; sha256:0d83a91c55ef<br
 * >Locked 2 images in ecr.lock: 1 moved, 1 new</pre>
 *
 * <p>An image for several platforms is locked as a whole: each machine pulls the image for its own platform. If one
 * digest cannot be found, nothing is written. The file is written only if something has changed; comments in it are
 * lost then.
 *
 * <p>Called as <code>mvn ecr:lock</code>, the goal removes the lines of images that no module and no execution declares
 * any more. All other lines stay if not all images are locked: with <code>-Decr.images</code>, a <code>filter</code> or
 * the ID of an execution, in a build of only some of the modules that may share the file, if an execution is skipped,
 * and if a profile that is not active configures this plugin or adds modules.
 *
 * @since 0.1.0
 */
@Mojo(name = "lock", requiresProject = false, threadSafe = true)
public final class LockMojo extends AbstractRegistryMojo {
    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        new GoalRunner<>(LockMojo.class, this).run((goal, goals) -> new LockRun(goal).run(goals));
    }

    @Override
    boolean usesEngine() {
        return false;
    }

    /** A lock file is for everyone who builds, with tests or without. */
    @Override
    boolean isForTests() {
        return false;
    }
}
