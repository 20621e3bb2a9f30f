package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineLocator;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ExplainedException.Fault;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.lock.LockChanges;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.pull.Display;
import io.github.ecrmaven.remove.PulledNames;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MavenPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
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
     * commas: <code>-Decr.images=A,B</code>.
     *
     * <p>What is given on the command line beats what the POM says, for this and for every other parameter, on all
     * versions of Maven. So <code>-Decr.images</code> takes the place of all images that the POM declares: those of the
     * plugin, and in a goal that is bound to a phase those of each of its executions.
     *
     * <p>Called from the command line, as by <code>mvn ecr:pull</code>, the goal is about the images of all modules, or
     * of those that <code>-pl</code> names, and of all executions, each with its own configuration.
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
     * <p>Failsafe from 3.6.0 on takes <code>skipTests</code> for unit tests alone, and runs its own: in a module that
     * has it, so do the goals. <code>skipITs</code> skips both.
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

    private GoalImages goalImages;

    @Inject
    private MavenPluginManager manager;

    @Inject
    private LifecycleExecutor lifecycle;

    /** Runs the goal; a failure is one line for people. */
    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        KnownSecrets.begin();
        try {
            ConfiguredGoals configured = configured();
            AbstractEcrMojo here = configured.here(this);
            if (isCalled()) {
                configured.doubt().ifPresent(this::warnOnce);
            }
            List<AbstractEcrMojo> goals = configured.everywhere(here).stream()
                    .filter(goal -> goal.whySkipped().isEmpty())
                    .toList();
            if (goals.isEmpty()) {
                here.whySkipped().ifPresent(getLog()::info);
                return;
            }
            var problems = new ModuleProblems(goals);
            goals.forEach(goal -> problems.collect(goal, goal::checkConfiguration));
            problems.throwIfAny();
            if (session.getProjects().size() > 1) {
                here.lookAhead(configured);
            }
            if (here.pickImages(goals)) {
                here.announceModules(goals);
                here.run(goals);
            }
        } catch (ExplainedException e) {
            String message = GoalText.of(e.getMessage());
            if (e.fault() == Fault.CONFIGURATION) {
                throw alone(new MojoFailureException(message), e);
            }
            throw alone(new MojoExecutionException(message), e);
        } catch (RuntimeException | LinkageError e) {
            throw alone(new MojoExecutionException(GoalText.of(Defect.of(e, execution, session))), e);
        } finally {
            KnownSecrets.end();
        }
    }

    /** Returns Maven's log, without secrets and control characters. */
    @Override
    public final Log getLog() {
        return new GoalLog(super.getLog());
    }

    /** Maven adds the messages of all causes to its line; what is suppressed it prints with -e only. */
    private static <T extends Exception> T alone(T failure, Throwable reason) {
        failure.addSuppressed(ShownFailure.of(reason));
        return failure;
    }

    /**
     * Does what the goal is for.
     *
     * @param goals the goal as it is configured wherever this run is about: its images, and how to get them. How to go
     *     about all of them is as this goal is configured
     */
    abstract void run(List<AbstractEcrMojo> goals);

    /** Writes down which images this goal is going to need, when its turn comes; what is bad, it says then itself. */
    final void announce() {
        if (whySkipped().isPresent()) {
            return;
        }
        try {
            var all = newImages();
            GoalImages.pick(List.of(all), false, line -> {}, line -> {});
            if (all.all().isEmpty()) {
                return;
            }
            LockFile lock = lock();
            String engine = address(this::warnOnce).text();
            PulledNames names = pulledNames();
            all.all().forEach(image -> image.announce(lock::lock, name -> names.need(engine, name)));
        } catch (ExplainedException e) {
            getLog().debug(e.getMessage());
        }
    }

    final LastUse lastUse() {
        return new LastUse(session, buildData());
    }

    /** Notes which modules have ended, and need nothing any more. */
    final void endModules(boolean all) {
        for (MavenProject project : session.getProjects()) {
            if (all || session.getResult().getBuildSummary(project) != null) {
                pulledNames(Path.of(project.getBuild().getDirectory())).end();
            }
        }
    }

    private GoalImages images() {
        if (goalImages == null) {
            goalImages = newImages();
        }
        return goalImages;
    }

    private GoalImages newImages() {
        return new GoalImages(() -> elements().images(images), filter);
    }

    /** Returns why the goal does nothing; empty where it is to run. */
    private Optional<String> whySkipped() {
        if (skip) {
            return Optional.of("Skipped: ecr.skip is true");
        }
        return skipWithTests && isForTests() && !isCalled()
                ? SkippedTests.by(session)
                        .map(property -> "Skipped, as tests are: " + property
                                + " is true (-Decr.skipWithTests=false runs it anyway)")
                : Optional.empty();
    }

    /** Leaves the images that the filter fits; returns whether there is anything to do. */
    private boolean pickImages(List<AbstractEcrMojo> goals) {
        if (goals.stream().noneMatch(AbstractEcrMojo::isAboutSomething)) {
            sayThatThereAreNoImages();
            return false;
        }
        // Of a misspelt filter, goals that Maven runs in each module are warned before the first of them.
        boolean seesAll = isForAllModules() || session.getProjects().size() <= 1;
        GoalImages.pick(
                goals.stream().map(AbstractEcrMojo::images).toList(),
                seesAll && isCalled(),
                getLog()::info,
                seesAll ? getLog()::warn : getLog()::info);
        return goals.stream().anyMatch(AbstractEcrMojo::isAboutSomething);
    }

    /** Returns whether this run is about all modules of the build, and not one of a row with a module each. */
    private boolean isForAllModules() {
        return isCalled() && !execution.getMojoDescriptor().isProjectRequired();
    }

    /** Maven shows such a run as the root's, and all other modules as skipped. */
    private void announceModules(List<AbstractEcrMojo> goals) {
        List<String> modules =
                goals.stream().map(AbstractEcrMojo::moduleName).distinct().toList();
        if (modules.size() > 1) {
            getLog().info("This run is for " + modules.size() + " modules, though Maven's summary will show it as "
                    + moduleName() + " alone: " + String.join(", ", modules));
        }
    }

    /** Before the first of several modules: what they all are going to need, and whether the filter fits any. */
    private void lookAhead(ConfiguredGoals configured) {
        if (!isCalled()) {
            lastUse().plan(new ReactorPlan(lifecycle, configured), planned -> pickAhead(planned, false));
        } else if (!isForAllModules() && !filter.isEmpty() && buildData().isNew("filter")) {
            pickAhead(configured.inAllProjects(this), true);
        }
    }

    private void pickAhead(List<AbstractEcrMojo> goals, boolean called) {
        List<GoalImages> ahead = goals.stream()
                .filter(goal -> goal.whySkipped().isEmpty())
                .map(AbstractEcrMojo::newImages)
                .filter(GoalImages::canBeRead)
                .toList();
        GoalImages.pick(ahead, called, line -> {}, line -> getLog().warn("In all modules: " + line));
    }

    /** For a goal that runs in every module this is no failure: a parent POM may bind it for modules that have none. */
    private void sayThatThereAreNoImages() {
        if (isCalled() && (isForAllModules() || session.getProjects().size() <= 1)) {
            throw ExplainedException.configuration("no images for " + execution.getGoal()
                    + ": pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> in the plugin's"
                    + " <configuration>");
        }
        getLog().info("No images configured");
    }

    /** Returns whether somebody called the goal by its name, and did not bind it to a phase. */
    final boolean isCalled() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /** Returns whether the goal has anything to do as it is configured. */
    final boolean isAboutSomething() {
        return !images().canBeRead() || !images().all().isEmpty() || !needsImages();
    }

    /** Returns whether the goal has nothing to do without images. */
    boolean needsImages() {
        return true;
    }

    /** Returns whether the goal has nothing to do in a build that runs no tests. */
    boolean isForTests() {
        return true;
    }

    /**
     * Makes sure that the POM says nothing that means nothing.
     *
     * @throws ExplainedException that names it
     */
    void checkConfiguration() {
        var names = new ParameterNames(execution);
        names.requireKnown(configured().plugin(session.getCurrentProject()), execution.getExecutionId());
        names.doubts(session.getUserProperties()).stream()
                .filter(buildData()::isNew)
                .forEach(getLog()::warn);
        expressions().requireAllSet();
        images().all();
    }

    private ConfiguredGoals configured() {
        return new ConfiguredGoals(manager, session, execution);
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
     * @throws ExplainedException that names every bad one, each with its reason
     */
    final <T> List<T> images(Function<ImageParameter, T> reader) {
        var problems = new ModuleProblems(List.of(this));
        List<T> read = images(reader, problems);
        problems.throwIfAny();
        return read;
    }

    /**
     * Reads all images that can be read.
     *
     * @param problems takes each other one, with the reason
     */
    final <T> List<T> images(Function<ImageParameter, T> reader, ModuleProblems problems) {
        return images().read(reader, bad -> problems.addBadImage(this, bad));
    }

    /** Returns what messages call the module that the goal is configured in. */
    final String moduleName() {
        return ":" + session.getCurrentProject().getArtifactId();
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
                        .lockCommand(session.getUserProperties()));
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

    /** Returns the environment of whoever called Maven. */
    final Environment environment() {
        return BuildEnvironment.of(session);
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

    private PulledNames pulledNames(Path directory) {
        return new PulledNames(
                buildData().get("neededNames", ConcurrentHashMap::new),
                directory.resolve("ecr").resolve("pulled.txt"));
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
        return Displays.of(session, environment(), getLog());
    }

    final ContainerEngine connect() {
        return connect(ContainerEngine.STALL_TIMEOUT, this::warnOnce);
    }

    final ContainerEngine connect(Duration stallTimeout, Consumer<String> warn) {
        EngineAddress address = address(warn);
        getLog().debug("Container engine: " + address);
        // A module's pull may wait for that of another module: what the engine tells one counts for all.
        AtomicLong lastNews = buildData().get("lastNews " + address.text(), AtomicLong::new);
        return ContainerEngine.connect(address, stallTimeout, lastNews, warn);
    }

    final EngineAddress address(Consumer<String> warn) {
        return new EngineLocator(environment(), warn)
                .locate(dockerHost, dockerContext, certPath == null ? null : certPath.toPath());
    }
}
