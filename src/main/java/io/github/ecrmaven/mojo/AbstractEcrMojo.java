package io.github.ecrmaven.mojo;

import io.github.ecrmaven.Display;
import io.github.ecrmaven.LockChanges;
import io.github.ecrmaven.LockFile;
import io.github.ecrmaven.PulledNames;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineLocator;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Secret;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What all goals have: images, and the container engine that they are about. */
abstract class AbstractEcrMojo extends AbstractMojo {
    /**
     * The images. Each is a plain reference, <code>REGISTRY/REPOSITORY[:TAG][@DIGEST]</code>, or the longer form:
     *
     * <pre>{@code
     * <images>
     *   <image>123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4</image>
     *   <image>
     *     <id>db</id>
     *     <name>123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/postgres@sha256:…</name>
     *     <platform>linux/arm64</platform>
     *     <pullPolicy>Always</pullPolicy>
     *     <localTag>orders-db:it</localTag>
     *   </image>
     * </images>
     * }</pre>
     *
     * <p>The <code>id</code> is what the build knows the image by, see <code>ecr:pull</code>; by default the last part
     * of its repository's path, such as <code>app</code>, where no other image has that. <code>localTag</code> is a
     * second, short name that the image gets in the engine, so that compose files and tests need no account number.
     *
     * <p>Without a tag and a digest, the tag is <code>latest</code>. On the command line, separate references by
     * commas: <code>-Decr.images=A,B</code>. As with every parameter of Maven, what the POM says beats the command
     * line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.images")
    private PlexusConfiguration images;

    /**
     * The file that keeps tags at digests, one image a line: <code>REGISTRY/REPOSITORY:TAG@DIGEST</code>, sorted, with
     * <code>#</code> before comments. <code>ecr:lock</code> writes it. Where it exists, <code>ecr:pull</code> pulls
     * those digests and gives them their tags, and an image that is not in it is an error; <code>ecr:check</code> tells
     * which tags have moved since. An image with a digest of its own needs no line, nor does one that is never pulled.
     *
     * <p>By default each module has its own, beside its POM. One for the whole build, beside the folder <code>.mvn
     * </code>:
     *
     * <pre>{@code
     * <lockFile>${maven.multiModuleProjectDirectory}/ecr.lock</lockFile>
     * }</pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.lockFile", defaultValue = "${basedir}/ecr.lock")
    private File lockFile;

    /**
     * Which of the images this run is about, by default all: ids or names, separated by commas, where <code>*</code>
     * stands for any characters: <code>-Decr.filter=db,*-api</code>. Each fits an image by its id, its whole reference,
     * its repository, or that with its tag: <code>db</code>, <code>*.eu-west-1.amazonaws.com/*</code>, <code>team/db
     * </code>, <code>team/*:16</code>. Called from the command line, the goal fails if none of them fits any.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.filter")
    private List<String> filter = List.of();

    /**
     * Whether to do nothing.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Whether to do nothing where tests are skipped: in a goal that is bound to a phase, with <code>-DskipTests</code>,
     * <code>-DskipITs</code> or <code>-Dmaven.test.skip</code>, or one of these as a property of the POM. A goal that
     * is called by itself runs, and so does <code>ecr:lock</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.skipWithTests", defaultValue = "true")
    private boolean skipWithTests;

    /**
     * The address of the container engine: <code>unix:///PATH</code>, <code>tcp://HOST:PORT</code>, <code>
     * npipe:////./pipe/NAME</code> or <code>ssh://USER@HOST:PORT/PATH</code>, where all but the host may be left out:
     * that runs your own <code>ssh</code>, which has to sign in without a password, and <code>docker</code> on the
     * host. As for the docker CLI, <code>HOST:PORT</code> is TCP, and what else is left out is docker's default: <code>
     * localhost</code>, port 2375 or 2376 with TLS, <code>/var/run/docker.sock</code>. By default the engine that the
     * docker CLI uses: <code>DOCKER_HOST</code>, <code>DOCKER_CONTEXT</code>, the current docker context, <code>
     * /var/run/docker.sock</code>; then the sockets of rootless and desktop engines.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerHost")
    private String dockerHost;

    /**
     * The name of the docker context to use, as <code>DOCKER_CONTEXT</code>. Not together with <code>dockerHost</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerContext")
    private String dockerContext;

    /**
     * A folder with <code>ca.pem</code>, <code>cert.pem</code> and <code>key.pem</code> for an engine at <code>tcp://
     * </code> with TLS, as <code>DOCKER_CERT_PATH</code>. By default that variable, where <code>DOCKER_TLS_VERIFY
     * </code> is set. The key is one of RSA, of an elliptic curve or of Ed25519, and without a passphrase.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.certPath")
    private File certPath;

    /** The build that the goal runs in. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** Where the build writes. */
    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    /** Where in the build it runs: bound to a phase, or called from the command line. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    /** Runs the goal; a failure is one line for people. */
    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped: ecr.skip is true");
            return;
        }
        Optional<String> withoutTests =
                skipWithTests && isForTests() && !isCalled() ? SkippedTests.by(session) : Optional.empty();
        if (withoutTests.isPresent()) {
            getLog().info("Skipped, as tests are: " + withoutTests.get() + " is true, and ecr.skipWithTests too");
            return;
        }
        SecretLoggers.silence(session.getSystemProperties().getProperty("maven.version", ""));
        try {
            checkConfiguration();
            run();
        } catch (ExplainedException e) {
            if (e.fault() == Fault.CONFIGURATION) {
                throw alone(new MojoFailureException(e.getMessage()), e);
            }
            throw alone(new MojoExecutionException(e.getMessage()), e);
        }
    }

    /** Maven adds the messages of all causes to its line; what is suppressed it prints with -e only. */
    private static <T extends Exception> T alone(T failure, ExplainedException explained) {
        failure.addSuppressed(explained);
        return failure;
    }

    /** Does what the goal is for. */
    abstract void run();

    /** Returns whether the goal has nothing to do in a build that runs no tests. */
    boolean isForTests() {
        return true;
    }

    /** Returns whether somebody called the goal by itself, on the command line. */
    private boolean isCalled() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    private void checkConfiguration() {
        var names = new ParameterNames(execution);
        names.requireKnown(declaredPlugin(), execution.getExecutionId());
        names.doubts(session.getUserProperties()).stream()
                .filter(buildData()::isNew)
                .forEach(getLog()::warn);
        expressions().requireAllSet();
    }

    /** Returns this plugin as the project declares it, be it for its modules only; null where it does not. */
    private Plugin declaredPlugin() {
        MavenProject project = session.getCurrentProject();
        String key = execution.getPlugin().getKey();
        Plugin plugin = project.getPlugin(key);
        PluginManagement managed = project.getPluginManagement();
        return plugin != null || managed == null
                ? plugin
                : managed.getPluginsAsMap().get(key);
    }

    private Expressions expressions() {
        return new Expressions(session, execution);
    }

    /** Returns what reads the parameters that are trees of elements. */
    final ElementReader elements() {
        return new ElementReader(expressions());
    }

    /**
     * Reads all images.
     *
     * @throws ExplainedException that names every bad one, each with its reason; or that there are none, or the filter
     *     fits none, when somebody called the goal by itself
     */
    final <T> List<T> images(Function<ImageParameter, T> reader) {
        List<String> bad = new ArrayList<>();
        List<T> read = images(reader, bad::add);
        if (!bad.isEmpty()) {
            throw ExplainedException.configuration(
                    bad.size() == 1
                            ? "bad image " + bad.get(0)
                            : bad.size() + " bad images:\n  - " + String.join("\n  - ", bad));
        }
        return read;
    }

    /**
     * Reads all images that can be read.
     *
     * @param bad takes each other one, with the reason
     * @throws ExplainedException when there are none at all, or the filter fits none, and somebody called the goal by
     *     itself
     */
    final <T> List<T> images(Function<ImageParameter, T> reader, Consumer<String> bad) {
        List<T> read = new ArrayList<>();
        List<ImageParameter> all = elements().images(images);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isEmpty()) {
                bad.accept("number " + (i + 1) + " of " + all.size() + ": it is empty");
            }
        }
        for (ImageParameter image :
                picked(all.stream().filter(image -> !image.isEmpty()).toList())) {
            try {
                read.add(reader.apply(image));
            } catch (IllegalArgumentException e) {
                bad.accept("'" + image + "': " + e.getMessage());
            }
        }
        return read;
    }

    private List<ImageParameter> picked(List<ImageParameter> images) {
        ImageIds.complete(images);
        boolean inReactor = session.getProjects().size() > 1;
        var elsewhere = new ImagesElsewhere(session, execution);
        if (!images.isEmpty()) {
            elsewhere.besideThoseOfThePom(getLog()::info);
        } else if (needsImages()) {
            elsewhere.insteadOfNone(getLog()::info);
        }
        return new ImageFilter(filter)
                .pick(images, isCalled(), getLog()::info, inReactor ? getLog()::info : getLog()::warn);
    }

    /** Returns whether the goal has nothing to do without images. */
    boolean needsImages() {
        return true;
    }

    /** Returns the properties that the goals after this one see, of the module that it runs in. */
    final Properties projectProperties() {
        return session.getCurrentProject().getProperties();
    }

    /**
     * Reads the lock file, if there is one.
     *
     * @throws ExplainedException when it is damaged
     */
    final LockFile lock() {
        return LockFile.read(
                lockFile.toPath().toAbsolutePath().normalize(),
                new DeclaredImages(
                                session.getCurrentProject(),
                                execution.getPlugin().getKey())
                        .lockCommand(execution.getExecutionId(), session.getUserProperties()));
    }

    /** Locks an update of a file which modules share; what it returns, it does alone in this build. */
    final LockChanges updateLock(List<ImageReference> images) {
        synchronized (session.getRequest().getData()) {
            LockFile before = lock();
            LockFile after = before.with(images, OtherImages.in(before.path(), session, execution));
            after.writeUnlessSame(before);
            return new LockChanges(before, after);
        }
    }

    /**
     * Reads a secret parameter. Maven prints every parameter that it evaluates when it runs with -X, so this one is not
     * evaluated before here.
     */
    final Secret secret(PlexusConfiguration parameter) {
        String value = parameter == null ? null : expressions().evaluate(parameter.getValue());
        return value == null || value.isBlank() ? null : new Secret(value);
    }

    /** Warns of each secret that somebody wrote into a POM, once in a build. */
    final void warnOfLiteralSecrets() {
        for (String warning : LiteralSecrets.warnings(
                session.getCurrentProject(), execution.getPlugin().getKey())) {
            warnOnce(warning);
        }
    }

    /** Warns, unless this build has done so already. */
    final void warnOnce(String warning) {
        if (buildData().isNew(warning)) {
            getLog().warn(warning);
        }
    }

    private BuildData buildData() {
        return new BuildData(session.getRequest().getData());
    }

    /** Returns the tokens and images of this build. */
    final ConcurrentMap<String, CompletableFuture<Map<String, String>>> buildCache() {
        return buildData().get("cache", ConcurrentHashMap::new);
    }

    /** Returns what the pulls of this build do to names, as seen from this module. */
    final PulledNames pulledNames() {
        return new PulledNames(buildData().get("neededNames", ConcurrentHashMap::new), written("pulled.txt"));
    }

    /** Returns what tells the plugins that follow which images there are. */
    final PullOutputs outputs() {
        return new PullOutputs(projectProperties(), written("images.json"), buildData());
    }

    /** Returns a file that goals write; null where there is no POM, and so no place for it. */
    private Path written(String name) {
        if (session.getCurrentProject().getFile() == null) {
            return null;
        }
        Path ours = buildDirectory.toPath().resolve("ecr");
        if (Files.isSymbolicLink(ours)) {
            throw ExplainedException.configuration(ours + " is a symbolic link, which is not followed, so that what"
                    + " goals write stays in the build's folder. Delete it");
        }
        return ours.resolve(name);
    }

    final Display display() {
        return Displays.of(session, getLog());
    }

    final ContainerEngine connect() {
        return connect(ContainerEngine.STALL_TIMEOUT, this::warnOnce);
    }

    final ContainerEngine connect(Duration stallTimeout, Consumer<String> warn) {
        var address =
                new EngineLocator(warn).locate(dockerHost, dockerContext, certPath == null ? null : certPath.toPath());
        getLog().debug("Container engine: " + address);
        // A module's pull may wait for that of another module: what the engine tells one counts for all.
        AtomicLong lastNews = buildData().get("lastNews " + address.text(), AtomicLong::new);
        return ContainerEngine.connect(address, stallTimeout, lastNews, warn);
    }
}
