package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the address of the container engine by the docker CLI's settings, and otherwise at the sockets of rootless and
 * desktop engines.
 */
public final class EngineLocator {
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    private final Environment environment;
    private final Predicate<Path> exists;
    private final Consumer<String> warn;

    /**
     * Creates a locator.
     *
     * @param environment the environment of the build
     * @param warn receives a warning if the docker CLI's {@code config.json} cannot be used
     */
    public EngineLocator(Environment environment, Consumer<String> warn) {
        this(environment, Files::exists, warn);
    }

    EngineLocator(Environment environment, Predicate<Path> exists, Consumer<String> warn) {
        this.environment = environment;
        this.exists = exists;
        this.warn = warn;
    }

    /**
     * Finds the engine. The first of these that is set counts: {@code dockerHost}, {@code dockerContext},
     * {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, the current context of {@code config.json}; otherwise the first
     * socket that exists.
     *
     * @param dockerHost the goal's parameter, or null
     * @param dockerContext the goal's parameter, or null
     * @param certPath the goal's parameter: a directory with certificates for a TCP connection, or null
     * @throws ExplainedException if a setting is invalid, such as a context that does not exist
     */
    public EngineAddress locate(String dockerHost, String dockerContext, Path certPath) {
        if (dockerHost != null && dockerContext != null) {
            throw ExplainedException.configuration("both dockerHost and dockerContext are set: keep one of"
                    + " them, wherever it is set (POM, settings.xml, -D), or give one by -D, which replaces the other of"
                    + " the POM or settings.xml");
        }
        if (dockerHost != null) {
            return atHost(dockerHost, certPath, "dockerHost parameter");
        }
        if (dockerContext != null && !isDefault(dockerContext)) {
            return atContext(dockerContext, "dockerContext parameter '" + dockerContext + "'");
        }
        String host = variable("DOCKER_HOST");
        if (host != null) {
            return atHost(host, certPath, "DOCKER_HOST");
        }
        if (dockerContext != null) {
            return atSocket("dockerContext parameter 'default'");
        }
        String context = variable("DOCKER_CONTEXT");
        if (context != null) {
            return isDefault(context)
                    ? atSocket("DOCKER_CONTEXT 'default'")
                    : atContext(context, "DOCKER_CONTEXT '" + context + "'");
        }
        DockerConfig config = dockerConfig();
        String current = config.currentContext();
        return current.isEmpty() || isDefault(current)
                ? atSocket("DOCKER_HOST not set")
                : atContext(current, "current context '" + current + "' of " + config.file());
    }

    private EngineAddress atHost(String text, Path certPath, String chosenBy) {
        var host = new DockerHost(text, chosenBy);
        boolean verify = certPath != null || variable("DOCKER_TLS_VERIFY") != null;
        if (!host.isTcp() || !(verify || variable("DOCKER_TLS") != null)) {
            return new EngineAddress(host.uri(PLAIN_PORT), null, chosenBy, environment);
        }
        String variable = variable("DOCKER_CERT_PATH");
        Path folder = certPath != null
                ? certPath
                : variable != null ? Path.of(variable) : dockerConfig().folder();
        return new EngineAddress(host.uri(TLS_PORT), new EngineTls(folder, verify), chosenBy);
    }

    private EngineAddress atContext(String name, String chosenBy) {
        DockerConfig.Context context = dockerConfig().context(name, chosenBy);
        if (context.host().isBlank()) {
            return atSocket(chosenBy);
        }
        var host = new DockerHost(context.host(), chosenBy);
        boolean secured = host.isTcp() && (context.skipTlsVerify() || exists.test(context.tls()));
        return secured
                ? new EngineAddress(
                        host.uri(TLS_PORT), new EngineTls(context.tls(), !context.skipTlsVerify()), chosenBy)
                : new EngineAddress(host.uri(PLAIN_PORT), null, chosenBy, environment);
    }

    private EngineAddress atSocket(String chosenBy) {
        if (environment.isWindows()) {
            return new EngineAddress(DockerHost.DEFAULT_PIPE, null, chosenBy + ", default pipe");
        }
        List<Path> sockets = sockets();
        Path first = sockets.get(0);
        for (Path socket : sockets) {
            if (exists.test(socket)) {
                return new EngineAddress(
                        DockerHost.unix(socket.toString()),
                        null,
                        chosenBy + (socket.equals(first) ? ", default socket" : ", first socket found"));
            }
        }
        return new EngineAddress(
                DockerHost.unix(first.toString()),
                null,
                chosenBy + ", default socket, and none of "
                        + sockets.stream().skip(1).map(Path::toString).collect(Collectors.joining(", ")));
    }

    /** Returns where engines listen: Docker, its rootless and desktop forms, and Podman. */
    private List<Path> sockets() {
        String runtime = variable("XDG_RUNTIME_DIR");
        Path home = environment.home();
        List<Path> sockets = new ArrayList<>();
        sockets.add(Path.of("/var/run/docker.sock"));
        if (runtime != null) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        for (String folder : List.of(".docker/run", ".docker/desktop", ".colima/default", ".rd", ".orbstack/run")) {
            sockets.add(home.resolve(folder).resolve("docker.sock"));
        }
        if (runtime != null) {
            sockets.add(Path.of(runtime, "podman/podman.sock"));
        }
        sockets.add(Path.of("/run/podman/podman.sock"));
        return sockets;
    }

    private DockerConfig dockerConfig() {
        return DockerConfig.of(environment, warn);
    }

    private static boolean isDefault(String context) {
        return context.equals("default");
    }

    private String variable(String name) {
        return environment.variable(name).orElse(null);
    }
}
