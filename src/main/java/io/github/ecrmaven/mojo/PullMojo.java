package io.github.ecrmaven.mojo;

import io.github.ecrmaven.pull.PullOptions;
import java.time.Duration;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Signs in to Amazon ECR and pulls images into the container engine, so that integration tests find them there.
 *
 * <p>The first of these credentials is used: those of the registry's entry in <code>registries</code>; the access key,
 * profile or server of the goal's parameters; the server of settings.xml whose id is the registry's host; AWS's default
 * chain (system properties, environment, web identity, profile, container, instance). So on a laptop with IAM Identity
 * Center, <code>profile</code> or <code>AWS_PROFILE</code> is enough, after <code>aws sso login</code>; in GitHub
 * Actions, the environment that <code>aws-actions/configure-aws-credentials</code> sets; on EC2, ECS and EKS, nothing
 * at all.
 *
 * <p>Later plugins of the build get properties of each image, by its <code>id</code>: <code>ecr.ID.image</code> (the
 * reference by digest, to use exactly this image), <code>ecr.ID.digest</code>, <code>ecr.ID.imageId</code> (the
 * engine's ID), if it has one of the <code>mirrors</code>, <code>ecr.ID.ownName</code> (such as <code>postgres:16
 * </code>), and if configured, <code>ecr.ID.localTag</code>. If the engine keeps no digest of an image, <code>
 * ecr.ID.image</code> is its reference, and <code>ecr.ID.digest</code> is not set.
 *
 * <p>Of an image with a mirror, <code>ecr.ID.image</code> is in the repository from which the engine has it: that in
 * ECR, or, if the engine had it by its own name already, that of its own name. So the engine finds exactly this image
 * by it, and asks no registry. <code>ecr.ID.ownName</code> is the tag by which tests find the image, too, until
 * something else moves it.
 *
 * <p>In a project with a POM, <code>target/ecr/images.json</code> has the same for other programs. It is an object with
 * an array <code>images</code>: all images that <code>ecr:pull</code> handled for this module in this build. Each has
 * these fields, which are <code>null</code> if unknown:
 *
 * <ul>
 *   <li><code>id</code>, <code>reference</code> (as it is pulled, with its locked digest), <code>ownName</code> (the
 *       tag by which tests find an image with a mirror), <code>localTag</code>
 *   <li><code>image</code> (the reference by digest), <code>digest</code>, <code>imageId</code>, <code>platform</code>
 *       (such as <code>linux/amd64</code>), <code>size</code> (of its layers in bytes, as the engine counts them)
 *   <li><code>outcome</code>: <code>pulled</code>, <code>up to date</code>, <code>already present</code> or <code>
 *       failed</code>
 *   <li><code>problem</code> (why it failed), <code>endedAt</code> (ISO 8601, in UTC), <code>seconds</code> (how long
 *       it took)
 *   <li><code>engine</code>, an object: <code>address</code>, <code>product</code> (<code>Docker</code> or <code>Podman
 *       </code>), <code>version</code>
 * </ul>
 *
 * @since 0.1.0
 */
@Mojo(name = "pull", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class PullMojo extends AbstractRegistryMojo {
    /**
     * How many images are pulled at once. With the containerd image store (the default of a new Docker 29), eight
     * images were pulled fastest with 8. Docker's older store downloads at most 3 layers at once, so more than 2 images
     * bring nothing there. A lower number is kinder to a slow network or registry.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.parallelism", defaultValue = "8")
    private int parallelism;

    /**
     * How many times a failed pull is retried. Temporary errors are retried: a broken connection, too many requests
     * (429), a server error (5xx), a time limit. Permanent ones, such as a missing permission, are not.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.retries", defaultValue = "3")
    private int retries;

    /**
     * Whether the first image that cannot be pulled stops all other pulls. By default they are completed, so that one
     * run reports everything that is wrong.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.failFast", defaultValue = "false")
    private boolean failFast;

    /**
     * The time limit, in seconds, for a pull in which the engine reports no progress. Engines retry some downloads by
     * themselves, and may be silent for up to 75 seconds then.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.stallTimeout", defaultValue = "120")
    private int stallTimeout;

    /**
     * The time limit, in seconds, for all pulls of the goal together. By default there is none.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.timeout")
    private Integer timeout;

    /**
     * The name of a project property, such as <code>ecr.dockerAuth</code>, to store registry credentials in: for the
     * registries of the images, and for those that <code>registries</code> names without a <code>*</code>. With it,
     * Testcontainers, the docker CLI since 28.3 and other programs that read <code>DOCKER_AUTH_CONFIG</code> can pull,
     * and no <code>docker login</code> is needed. Without images, the goal only signs in, and needs no container
     * engine. By default no property is set.<br>
     *
     * <pre>&lt;plugin&gt;<br
     * >  &lt;artifactId&gt;maven-failsafe-plugin&lt;/artifactId&gt;<br
     * >  &lt;configuration&gt;<br
     * >    &lt;environmentVariables&gt;<br
     * >      &lt;DOCKER_AUTH_CONFIG&gt;${ecr.dockerAuth}&lt;/DOCKER_AUTH_CONFIG&gt;<br
     * >    &lt;/environmentVariables&gt;<br
     * >  &lt;/configuration&gt;<br
     * >&lt;/plugin&gt;</pre>
     *
     * <p>The value is the JSON <code>{"auths":{"HOST":{"auth":"…"}}}</code>, where <code>auth</code> is <code>
     * AWS:TOKEN</code> in base64. Such a token is valid for up to 12 hours. A registry that needs no credentials, as
     * ECR Public may, is left out; with <code>mvn -o</code> all are. Several executions may share one property. Do not
     * declare the property in the POM's <code>&lt;properties&gt;</code>, as Maven would use the value from there.
     *
     * <p>If the environment of the build has <code>DOCKER_AUTH_CONFIG</code>, as in GitLab CI, its logins are in the
     * property, too; for the same host, those of ECR replace them. Where the variable is set, Testcontainers does not
     * read docker's <code>config.json</code>: a warning names the registries that it has no login to then. The docker
     * CLI and compose read both, but they ignore the variable if it has <code>credsStore</code>, <code>credHelpers
     * </code> or anything else than <code>auth</code>: these stay in it for Testcontainers, with a warning.
     *
     * <p><b>Whoever can read this property can pull.</b> This plugin never prints it or writes it to a file. But with
     * -X Maven prints the parameters of each plugin that gets it. Pass it on as an environment variable: Surefire and
     * Failsafe write the system properties of tests to their reports.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerAuthProperty")
    private String dockerAuthProperty;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        new GoalRunner<>(PullMojo.class, this)
                .run((goal, goals) -> new PullRun(goal).run(ModuleProblems.readAll(goals, PullMojo::module)));
    }

    private PullRun.Module module(ModuleProblems problems) {
        return PullRun.Module.of(this, options(), ParameterText.blankToNull(dockerAuthProperty), problems);
    }

    private PullOptions options() {
        return new PullOptions(
                isOffline(),
                parallelism,
                retries,
                failFast,
                Duration.ofSeconds(stallTimeout),
                timeout == null ? null : Duration.ofSeconds(timeout));
    }

    @Override
    boolean needsImages() {
        return ParameterText.isBlank(dockerAuthProperty) || !declaresRegistries();
    }
}
