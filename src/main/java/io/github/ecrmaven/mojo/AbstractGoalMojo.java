package io.github.ecrmaven.mojo;

import java.io.File;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MavenPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;

/** The parameters that say in which build a goal runs, whether it is skipped, and with which engine it works. */
abstract class AbstractGoalMojo extends AbstractMojo {
    /**
     * Whether to do nothing.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Whether to do nothing if tests are skipped, by <code>-DskipTests</code>, <code>-DskipITs</code> or <code>
     * -Dmaven.test.skip</code>, or by one of these as a property of the POM. This is for goals bound to a phase: a goal
     * called from the command line always runs, and so does <code>ecr:lock</code>.
     *
     * <p>Since version 3.6.0, Failsafe takes <code>skipTests</code> for unit tests alone and runs its own tests. In a
     * module with such a Failsafe the goals run, too. <code>skipITs</code> skips both.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.skipWithTests", defaultValue = "true")
    private boolean skipWithTests;

    /**
     * The address of the container engine: <code>unix:///PATH</code>, <code>tcp://HOST:PORT</code>, <code>
     * npipe:////./pipe/NAME</code> or <code>ssh://USER@HOST:PORT/PATH</code>. With <code>ssh</code> only the host is
     * required; your <code>ssh</code> program must sign in without a password, and the host needs <code>docker</code>.
     * As for the docker CLI, <code>HOST:PORT</code> means TCP, and missing parts are docker's defaults: <code>localhost
     * </code>, port 2375, or 2376 with TLS, <code>/var/run/docker.sock</code>. By default the engine of the docker CLI
     * (<code>DOCKER_HOST</code>, <code>DOCKER_CONTEXT</code>, the current docker context, <code>/var/run/docker.sock
     * </code>), then the sockets of rootless and desktop engines.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerHost")
    private String dockerHost;

    /**
     * The name of the docker context to use, like <code>DOCKER_CONTEXT</code>. Not together with <code>dockerHost
     * </code>; the one that the command line gives replaces the other of the POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.dockerContext")
    private String dockerContext;

    /**
     * The folder with <code>ca.pem</code>, <code>cert.pem</code> and <code>key.pem</code> for an engine at <code>tcp://
     * </code> with TLS, like <code>DOCKER_CERT_PATH</code>. By default the value of that variable, if <code>
     * DOCKER_TLS_VERIFY</code> is set. The key is an RSA, elliptic curve or Ed25519 key without a passphrase.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.certPath")
    private File certPath;

    /** The build, which Maven sets, as it does the parameters below. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** The module's folder for what the build makes. */
    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    /** The execution that this goal is run by. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Inject
    private MavenPluginManager manager;

    @Inject
    private LifecycleExecutor lifecycle;

    final MavenPluginManager manager() {
        return manager;
    }

    final LifecycleExecutor lifecycle() {
        return lifecycle;
    }

    final GoalLog log() {
        return new GoalLog(getLog());
    }

    final GoalContext context() {
        return new GoalContext(session, execution, buildDirectory, log());
    }

    final String moduleName() {
        return context().moduleName();
    }

    /** Returns the names of the modules of goals, in their order. */
    static Set<String> moduleNames(List<? extends AbstractGoalMojo> goals) {
        Set<String> names = new LinkedHashSet<>();
        for (AbstractGoalMojo goal : goals) {
            names.add(goal.moduleName());
        }
        return names;
    }

    final EngineParameters engine() {
        return new EngineParameters(
                ParameterText.blankToNull(dockerHost), ParameterText.blankToNull(dockerContext), certPath, context());
    }

    /** Returns why the goal is skipped; empty where it is to run. */
    final Optional<String> skipReason() {
        if (skip) {
            return Optional.of("Skipped: ecr.skip is true");
        }
        return skipWithTests && isForTests() && !context().isCalled()
                ? SkippedTests.property(session)
                        .map(property -> "Skipped because tests are skipped: " + property
                                + " is true (-Decr.skipWithTests=false runs it anyway)")
                : Optional.empty();
    }

    /** Returns whether the goal connects to the engine, if it has work. */
    boolean usesEngine() {
        return true;
    }

    /** Returns whether the goal is only useful if the build runs tests. */
    boolean isForTests() {
        return true;
    }
}
