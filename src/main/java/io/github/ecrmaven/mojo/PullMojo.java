package io.github.ecrmaven.mojo;

import io.github.ecrmaven.Display;
import io.github.ecrmaven.ImagePuller;
import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.LockFile;
import io.github.ecrmaven.PullOptions;
import io.github.ecrmaven.PullReport;
import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.aws.EcrImages;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Signs in to Amazon ECR and pulls images into the container engine, so that integration tests find them there.
 *
 * <p>Credentials are the first of: those of the registry's entry in <code>registries</code>; the goal's own access key,
 * profile or server; the server of settings.xml whose id is the registry's host; AWS's default chain (system
 * properties, environment, web identity, profile, container, instance). So on a laptop with IAM Identity Center <code>
 * profile</code> or <code>AWS_PROFILE</code> is enough, after <code>aws sso login</code>; in GitHub Actions the
 * environment that <code>aws-actions/configure-aws-credentials</code> leaves; on EC2, ECS and EKS nothing at all.
 *
 * <p>The plugins that follow in a build get properties of each image, by its <code>id</code>: <code>ecr.ID.image</code>
 * (its reference by digest, by which the very same can be pulled again), <code>ecr.ID.digest</code>, <code>
 * ecr.ID.imageId</code> (the engine's name for it) and, where it has one, <code>ecr.ID.localTag</code>. Where the
 * engine kept no digest, <code>ecr.ID.image</code> is the reference as configured, and <code>ecr.ID.digest</code> is
 * not set.
 *
 * <p>Where there is a POM, <code>target/ecr/images.json</code> tells the same to other programs. It is an object with
 * an array <code>images</code> of all images that this build's <code>ecr:pull</code> had to do with in the module. Each
 * has these fields, of which what is unknown is <code>null</code>:
 *
 * <ul>
 *   <li><code>id</code>, <code>reference</code> (as configured, at the digest that it is locked at), <code>localTag
 *       </code>
 *   <li><code>image</code> (the reference by digest), <code>digest</code>, <code>imageId</code>, <code>platform</code>
 *       (such as <code>linux/amd64</code>), <code>size</code> (of its layers in bytes, as the engine counts them)
 *   <li><code>outcome</code>: <code>pulled</code>, <code>up to date</code>, <code>already present</code> or <code>
 *       failed
 *       </code>
 *   <li><code>problem</code> (why it failed), <code>endedAt</code> (ISO 8601, in UTC), <code>seconds</code> (that it
 *       took)
 *   <li><code>engine</code>, an object: <code>address</code>, <code>product</code> (<code>Docker</code> or <code>Podman
 *       </code>), <code>version</code>
 * </ul>
 *
 * @since 0.1.0
 */
@Mojo(name = "pull", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class PullMojo extends AbstractRegistryMojo {
    /**
     * How many images are pulled at once. With the containerd image store, as fresh installations of Docker 29 have it,
     * up to 8 made eight images come faster; Docker's older store downloads no more than 3 layers at once, of whatever
     * image, so that more than 2 neither helps nor harms. Fewer spare a slow network or registry.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.parallelism", defaultValue = "8")
    private int parallelism;

    /**
     * How many times a pull is tried again that failed by what may pass: a connection that was cut, a registry that is
     * asked too often or fails (429, 5xx), a time limit. What cannot pass, such as a missing permission, is not tried
     * again.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.retries", defaultValue = "3")
    private int retries;

    /**
     * Whether the first image that cannot be pulled ends the pulls of all others. By default they are finished, so that
     * one run tells all that is wrong.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.failFast", defaultValue = "false")
    private boolean failFast;

    /**
     * After how many seconds a pull is given up in which the engine tells nothing new. Engines try some downloads again
     * by themselves, and are silent for up to 75 seconds meanwhile.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.stallTimeout", defaultValue = "120")
    private int stallTimeout;

    /**
     * After how many seconds the goal gives up pulling, however far it is. By default it takes as long as it takes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.timeout")
    private Integer timeout;

    /** Made by Maven. */
    @Inject
    public PullMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run() {
        Registries registries = registries();
        LockFile lock = lock();
        List<ImageToPull> images = images(image -> toPull(image, registries, lock::lock));
        if (images.isEmpty()) {
            return;
        }
        lock.requireAll(images);
        var options = new PullOptions(
                offline(),
                parallelism,
                retries,
                failFast,
                Duration.ofSeconds(stallTimeout),
                timeout == null ? null : Duration.ofSeconds(timeout));
        PullOutputs outputs = outputs();
        outputs.begin();
        PullReport report;
        try (Aws aws = aws(registries);
                Display display = display()) {
            Consumer<String> log = line -> display.print(() -> getLog().info(line));
            Consumer<String> warnings = line -> display.print(() -> getLog().warn(line));
            report = new ImagePuller(
                            () -> connect(options.stallTimeout()),
                            tokens(aws, log, warnings),
                            new EcrImages(aws),
                            buildCache(),
                            options,
                            display,
                            log)
                    .pull(images);
        }
        outputs.tell(report);
        report.throwIfFailed();
    }
}
