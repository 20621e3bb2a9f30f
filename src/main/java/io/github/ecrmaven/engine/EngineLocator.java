package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the container engine as the docker CLI does, and where the CLI would find none, at the sockets of rootless and
 * desktop engines.
 */
public final class EngineLocator {
    private static final Pattern LINE = Pattern.compile("line \\d+");

    private final Map<String, String> environment;
    private final Path home;
    private final boolean windows;
    private final Predicate<Path> exists;

    /** Looks around on this machine. */
    public EngineLocator() {
        this(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name").startsWith("Windows"),
                Files::exists);
    }

    EngineLocator(Map<String, String> environment, Path home, boolean windows, Predicate<Path> exists) {
        this.environment = environment;
        this.home = home;
        this.windows = windows;
        this.exists = exists;
    }

    /**
     * Finds the engine. The first of these counts: {@code dockerHost}, {@code dockerContext}, {@code DOCKER_HOST},
     * {@code DOCKER_CONTEXT}, the current context of docker's {@code config.json}, a socket that exists.
     *
     * @param dockerHost the goal's parameter, or null
     * @param dockerContext the goal's parameter, or null
     * @param certPath the goal's parameter: a folder with certificates for a TCP connection, or null
     * @throws ExplainedException when a setting cannot be followed, such as a context that does not exist
     */
    public EngineAddress locate(String dockerHost, String dockerContext, Path certPath) {
        if (dockerHost != null && dockerContext != null) {
            throw ExplainedException.configuration("both dockerHost and dockerContext are set: keep one of them");
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
        Path config = dockerConfig().resolve("config.json");
        String current = exists.test(config) ? currentContext(config).orElse("") : "";
        return current.isEmpty() || isDefault(current)
                ? atSocket("DOCKER_HOST not set")
                : atContext(current, "current context '" + current + "' of " + config);
    }

    private EngineAddress atHost(String host, Path certPath, String chosenBy) {
        URI uri = uri(host, chosenBy);
        boolean verify = certPath != null || variable("DOCKER_TLS_VERIFY") != null;
        if (!uri.getScheme().equals("tcp") || !(verify || variable("DOCKER_TLS") != null)) {
            return new EngineAddress(withPort(uri, 2375), null, chosenBy);
        }
        String variable = variable("DOCKER_CERT_PATH");
        Path folder = certPath != null ? certPath : variable != null ? Path.of(variable) : dockerConfig();
        return new EngineAddress(withPort(uri, 2376), new EngineTls(folder, verify), chosenBy);
    }

    /** Contexts are kept in folders named by the SHA-256 of their names. */
    private EngineAddress atContext(String name, String chosenBy) {
        Path contexts = dockerConfig().resolve("contexts");
        String folder = sha256(name);
        Path meta = contexts.resolve("meta").resolve(folder).resolve("meta.json");
        if (!exists.test(meta)) {
            throw ExplainedException.configuration("no docker context '" + name + "' (" + chosenBy + "): " + meta
                    + " does not exist. 'docker context ls' lists those there are");
        }
        Endpoint endpoint = endpoint(meta);
        URI uri = uri(endpoint.host, chosenBy);
        Path tls = contexts.resolve("tls").resolve(folder).resolve("docker");
        boolean skipVerify = endpoint.skipTLSVerify;
        boolean secured = uri.getScheme().equals("tcp") && (skipVerify || exists.test(tls));
        return secured
                ? new EngineAddress(withPort(uri, 2376), new EngineTls(tls, !skipVerify), chosenBy)
                : new EngineAddress(withPort(uri, 2375), null, chosenBy);
    }

    private EngineAddress atSocket(String chosenBy) {
        if (windows) {
            return new EngineAddress(URI.create("npipe:////./pipe/docker_engine"), null, chosenBy + ", default pipe");
        }
        List<Path> sockets = sockets().toList();
        Path first = sockets.get(0);
        return sockets.stream()
                .filter(exists)
                .findFirst()
                .map(socket -> new EngineAddress(
                        unix(socket.toString()),
                        null,
                        chosenBy + (socket.equals(first) ? ", default socket" : ", first socket found")))
                .orElseGet(() -> new EngineAddress(
                        unix(first.toString()),
                        null,
                        chosenBy + ", default socket, and none of "
                                + String.join(
                                        ", ",
                                        sockets.subList(1, sockets.size()).stream()
                                                .map(Path::toString)
                                                .toList())));
    }

    private Stream<Path> sockets() {
        String runtime = variable("XDG_RUNTIME_DIR");
        Stream<Path> rootless = runtime == null ? Stream.empty() : Stream.of(Path.of(runtime, "docker.sock"));
        Stream<Path> desktop = Stream.of(".docker/run", ".docker/desktop", ".colima/default", ".rd", ".orbstack/run")
                .map(folder -> home.resolve(folder).resolve("docker.sock"));
        Stream<Path> podman = runtime == null ? Stream.empty() : Stream.of(Path.of(runtime, "podman/podman.sock"));
        return Stream.of(
                        Stream.of(Path.of("/var/run/docker.sock")),
                        rootless,
                        desktop,
                        podman,
                        Stream.of(Path.of("/run/podman/podman.sock")))
                .flatMap(paths -> paths);
    }

    private static URI uri(String host, String chosenBy) {
        String address = host.strip();
        boolean socket = address.startsWith("unix:///");
        try {
            URI uri = socket ? unix(address.substring("unix://".length())) : URI.create(address);
            boolean atHost = Authority.of(uri).isPresent();
            if (socket || ("tcp".equals(uri.getScheme()) && atHost) || address.startsWith("npipe:////")) {
                return uri;
            }
            if ("ssh".equals(uri.getScheme()) && atHost) {
                return ssh(uri, chosenBy);
            }
        } catch (IllegalArgumentException e) {
            // What is no URI is no address either.
        }
        throw ExplainedException.configuration("'" + host + "' (" + chosenBy
                + ") is not the address of a container engine: write unix:///PATH, tcp://HOST:PORT,"
                + " npipe:////./pipe/NAME or ssh://USER@HOST");
    }

    /** What the docker CLI refuses too: a password would be seen in the list of processes. */
    private static URI ssh(URI uri, String chosenBy) {
        Authority authority = Authority.of(uri).orElseThrow();
        if (authority.user() != null && authority.user().contains(":")) {
            throw ExplainedException.configuration("the address of the engine at ssh://" + authority.host() + " ("
                    + chosenBy + ") has a password in it, which ssh does not take: leave it out and use a key");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw ExplainedException.configuration("'" + uri + "' (" + chosenBy
                    + ") is more than the address of an engine over SSH: write ssh://USER@HOST:PORT");
        }
        return uri;
    }

    /** Takes the path as it is, for it may have spaces in it. */
    private static URI unix(String path) {
        try {
            return new URI("unix", "", path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static URI withPort(URI uri, int port) {
        return Authority.of(uri)
                        .filter(authority -> uri.getScheme().equals("tcp") && authority.port() < 0)
                        .isPresent()
                ? URI.create("tcp://" + uri.getRawAuthority() + ":" + port + uri.getRawPath())
                : uri;
    }

    private Path dockerConfig() {
        String folder = variable("DOCKER_CONFIG");
        return folder == null ? home.resolve(".docker") : Path.of(folder);
    }

    private static boolean isDefault(String context) {
        return context.equals("default");
    }

    private String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private record Endpoint(String host, boolean skipTLSVerify) {}

    private static Optional<String> currentContext(Path config) {
        String text = text(config);
        if (text.isBlank()) {
            // The docker CLI takes this for a configuration that says nothing.
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.read(text).text("currentContext"));
        } catch (IOException e) {
            throw notJson(config, e);
        }
    }

    private static Endpoint endpoint(Path meta) {
        try {
            Json endpoint = Json.read(text(meta)).object("Endpoints").object("docker");
            return new Endpoint(endpoint.text("Host", ""), endpoint.flag("SkipTLSVerify"));
        } catch (IOException e) {
            throw notJson(meta, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw ExplainedException.configuration("cannot read docker's " + file + ": " + e);
        }
    }

    /** Says where, but does not quote the failure: it quotes the file, which may hold passwords. */
    private static ExplainedException notJson(Path file, IOException failure) {
        Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
        return ExplainedException.configuration(
                "docker's " + file + " is not JSON of docker's" + (line.find() ? ", " + line.group() : ""));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
