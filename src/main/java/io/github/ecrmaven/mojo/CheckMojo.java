package io.github.ecrmaven.mojo;

import java.io.File;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks whether a pull would work, and pulls nothing. It shows the container engine; for each registry, the
 * credentials used and how long they are valid; for each image, its digest, platforms and size, and whether the engine
 * has it. If anything is wrong, the goal fails, and reports all of it in one run.
 *
 * <p>With a <code>lockFile</code>, images are checked at their locked digests. An image that the file lacks is an
 * error; a tag that has moved since is reported, and is no error.
 *
 * <p>The goal needs only the permissions of a pull: <code>ecr:GetAuthorizationToken</code>, <code>ecr:BatchGetImage
 * </code> and <code>ecr:GetDownloadUrlForLayer</code>. What AWS does not tell without further permissions, such as the
 * owner of the credentials, is shown as unknown.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", requiresProject = false, threadSafe = true)
public final class CheckMojo extends AbstractRegistryMojo {
    /**
     * A file to write the report to as JSON, such as <code>target/ecr.json</code>, also if something is wrong. Missing
     * folders are created. It is an object with these fields, which are <code>null</code> if unknown:
     *
     * <ul>
     *   <li><code>engine</code>, <code>null</code> if none answers: <code>address</code>, <code>chosenBy</code> (the
     *       setting that chose it), <code>product</code> (<code>Docker</code> or <code>Podman</code>), <code>version
     *       </code>, <code>apiVersion</code> (the one in use), <code>newestApiVersion</code>, <code>
     *       minApiVersion</code>, <code>os</code>, <code>architecture</code>, <code>store</code>
     *   <li><code>registries</code>, an array, for each: <code>host</code>, <code>account</code>, <code>region</code>,
     *       <code>credentials</code> (where they come from), <code>callerArn</code>, <code>callerAccount</code>, <code>
     *       signedIn</code> (whether there is a token), <code>tokenExpiresAt</code> (ISO 8601, in UTC), <code>notes
     *       </code> (remarks, an array of texts), <code>images</code>
     *   <li><code>images</code> of a registry, an array, for each: <code>name</code> (in this registry), <code>ownName
     *       </code> (as it is configured, if it has a mirror), <code>platform</code> (the one configured), <code>exists
     *       </code>, <code>digest</code>, <code>tagDigest</code> (the one that the tag of a locked image has now, which
     *       is another if it has moved), <code>platforms</code> (an array, such as <code>
     *       ["linux/amd64", "linux/arm64"]</code>), <code>size</code> (in bytes, compressed, for the platform asked
     *       for, else the engine's, else the first), <code>inEngine</code>, <code>notes</code>
     *   <li><code>problems</code>, an array of texts: everything that is wrong; empty if a pull would work
     * </ul>
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.output")
    private File output;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        new GoalRunner<>(CheckMojo.class, this).run((goal, goals) -> new CheckRun(goal, goal.output).run(goals));
    }
}
