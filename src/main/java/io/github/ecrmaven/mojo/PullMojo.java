package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.pull.Display;
import io.github.ecrmaven.pull.ImagePuller;
import io.github.ecrmaven.pull.ModulePull;
import io.github.ecrmaven.pull.PullOptions;
import io.github.ecrmaven.pull.PullReport;
import java.time.Duration;
import java.util.ArrayList;
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

    /**
     * The name of a project property, such as <code>ecr.dockerAuth</code>, that receives credentials for the registries
     * of the images, and for those of <code>registries</code> that are named without a <code>*</code>. With it
     * Testcontainers, the docker CLI from 28.3 on and whatever else reads <code>DOCKER_AUTH_CONFIG</code> pull by
     * themselves, and nobody logs in. Without images, the goal only signs in, and needs no engine. By default no
     * property is set.
     *
     * <pre>{@code
     * <plugin>
     *   <artifactId>maven-failsafe-plugin</artifactId>
     *   <configuration>
     *     <environmentVariables>
     *       <DOCKER_AUTH_CONFIG>${ecr.dockerAuth}</DOCKER_AUTH_CONFIG>
     *     </environmentVariables>
     *   </configuration>
     * </plugin>
     * }</pre>
     *
     * <p>Its value is the JSON <code>{"auths":{"HOST":{"auth":"…"}}}</code>, where <code>auth</code> is <code>
     * AWS:TOKEN</code> in base64. Such a token is good for up to 12 hours. A registry that is pulled from anonymously,
     * as ECR Public may be, is not in it, and with <code>mvn -o</code> none is. Several executions add to one property.
     * Do not declare it in the POM's <code>&lt;properties&gt;</code>, else Maven uses the value there.
     *
     * <p><b>Whoever reads this property can pull.</b> This plugin neither prints it nor writes it anywhere; but with -X
     * Maven prints the parameters of every plugin that it is handed to. Hand it over as an environment variable: system
     * properties of tests are in Surefire's and Failsafe's reports.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerAuthProperty")
    private String dockerAuthProperty;

    /** Made by Maven. */
    @Inject
    public PullMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run(List<AbstractEcrMojo> goals) {
        List<ModuleImages> modules = new ArrayList<>();
        var problems = new ModuleProblems(goals);
        goals.stream()
                .map(PullMojo.class::cast)
                .forEach(goal -> problems.collect(goal, () -> modules.add(goal.moduleImages(problems))));
        problems.throwIfAny();
        modules.removeIf(module -> module.images().isEmpty() && module.pull().dockerAuthProperty == null);
        List<ImageToPull> images =
                modules.stream().flatMap(module -> module.images().stream()).toList();
        warnOfOffline(images);
        PullOptions options = options();
        try (Display display = display()) {
            Consumer<String> log = line -> display.print(() -> getLog().info(line));
            Consumer<String> warnings = line -> display.print(() -> getLog().warn(line));
            try (SharedAws aws = sharedAws(log, warnings)) {
                if (!images.isEmpty()) {
                    pull(modules, options, aws, display, log);
                }
                // After the pull, which may have renewed a token.
                modules.forEach(module -> module.pull().handOver(module, aws, log));
            }
        }
    }

    /** The images of one configuration of the goal. */
    private record ModuleImages(PullMojo pull, Registries registries, List<ImageToPull> images) {}

    private ModuleImages moduleImages(ModuleProblems problems) {
        Registries registries = registries();
        LockFile lock = lock();
        List<ImageToPull> images = images(image -> toPull(image, registries, lock::lock), problems);
        lock.requireAll(images);
        return new ModuleImages(this, registries, images);
    }

    private void handOver(ModuleImages module, SharedAws aws, Consumer<String> log) {
        if (dockerAuthProperty != null) {
            AuthorizationTokens tokens = aws.with(module.registries()).tokens();
            new HandOver(dockerAuthProperty, projectProperties())
                    .fill(module.registries().with(module.images()), tokens, offline(), log, getLog()::warn);
        }
    }

    private PullOptions options() {
        return new PullOptions(
                offline(),
                parallelism,
                retries,
                failFast,
                Duration.ofSeconds(stallTimeout),
                timeout == null ? null : Duration.ofSeconds(timeout));
    }

    private void pull(
            List<ModuleImages> modules, PullOptions options, SharedAws aws, Display display, Consumer<String> log) {
        modules.forEach(module -> module.pull().outputs().begin());
        PullReport report = new ImagePuller(
                        () -> connect(options.stallTimeout(), line -> display.print(() -> warnOnce(line))),
                        buildCache(),
                        options,
                        display,
                        log)
                .pull(modules.stream()
                        .map(module -> module.pull().modulePull(module, aws))
                        .toList());
        modules.stream()
                .filter(module -> !module.images().isEmpty())
                .forEach(module -> module.pull().outputs().tell(report.of(module.images())));
        report.throwIfFailed();
    }

    private ModulePull modulePull(ModuleImages module, SharedAws aws) {
        SharedAws.Session session = aws.with(module.registries());
        return new ModulePull(
                moduleName(), module.images(), session.tokens(), new EcrImages(session.aws()), pulledNames());
    }

    @Override
    boolean needsImages() {
        return dockerAuthProperty == null || !declaresRegistries();
    }
}
