package io.github.ecrmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.command.VersionCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A container engine that answers: finds, pulls and removes its images. */
public final class ContainerEngine implements AutoCloseable {
    /** What this plugin is written for; older engines are spoken to in their newest version. */
    private static final RemoteApiVersion SPOKEN = RemoteApiVersion.VERSION_1_44;
    /** From here on an inspection takes a platform (https://docs.docker.com/reference/api/engine/version-history/). */
    private static final RemoteApiVersion INSPECTS_PLATFORM = RemoteApiVersion.create(1, 49);

    /** Docker 20.10's. Podman counts otherwise: its releases before 4 say 1.40, and know all that is asked of them. */
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.create(1, 41);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final EngineAddress address;
    private final DockerHttpClient http;
    private final DockerClient client;
    private final RemoteApiVersion apiVersion;
    private final RemoteApiVersion newestApiVersion;
    private final Version version;

    private ContainerEngine(EngineAddress address, DockerHttpClient http, Version version) {
        this.address = address;
        this.http = http;
        if (version.getApiVersion() == null) {
            throw new IllegalStateException("it has no API version");
        }
        this.newestApiVersion = RemoteApiVersion.parseConfig(version.getApiVersion());
        this.apiVersion = apiVersion(newestApiVersion, version.getMinAPIVersion());
        this.client = DockerClientImpl.getInstance(new EngineConfig(address, apiVersion), http);
        this.version = version;
    }

    /**
     * Connects to an engine and agrees on an API version with it.
     *
     * @throws ExplainedException when no engine answers at the address, or one that is too old
     */
    public static ContainerEngine connect(EngineAddress address) {
        return connect(address, ANSWER_TIMEOUT);
    }

    static ContainerEngine connect(EngineAddress address, Duration answerTimeout) {
        DockerHttpClient http = new ApacheDockerHttpClient.Builder()
                .dockerHost(address.uri())
                .sslConfig(address.tls() == null ? null : address.tls().sslConfig())
                .connectionTimeout(CONNECT_TIMEOUT)
                .build();
        try {
            var engine = new ContainerEngine(address, http, version(address, http, answerTimeout));
            if (engine.isTooOld()) {
                throw EngineFailures.tooOld(engine, engine.newestApiVersion.getVersion());
            }
            return engine;
        } catch (ExplainedException e) {
            close(http);
            throw e;
        } catch (RuntimeException e) {
            close(http);
            throw EngineFailures.noEngine(e, address);
        }
    }

    /**
     * Asks for the engine's versions, in a thread of its own: a pull may take its time, so the client has no limit for
     * answers, and would keep none at a Unix socket. Closing the client ends the thread.
     */
    private static Version version(EngineAddress address, DockerHttpClient http, Duration answerTimeout) {
        var answer = new FutureTask<>(() -> {
            var config = new EngineConfig(address, RemoteApiVersion.UNKNOWN_VERSION);
            try (VersionCmd version = DockerClientImpl.getInstance(config, http).versionCmd()) {
                return version.exec();
            }
        });
        var thread = new Thread(answer, "container-engine-version");
        thread.setDaemon(true);
        thread.start();
        // A Unix socket accepts or refuses at once.
        boolean socket = "unix".equals(address.uri().getScheme());
        Duration timeout = socket ? answerTimeout : answerTimeout.plus(CONNECT_TIMEOUT);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw EngineFailures.silent(address, answerTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExplainedException.environment(
                    "interrupted while connecting to the container engine at " + address, e);
        }
    }

    private boolean isTooOld() {
        return product().equals("Docker") && !newestApiVersion.isGreaterOrEqual(OLDEST);
    }

    /** Ours, but no newer than the engine's newest and no older than its oldest. */
    private static RemoteApiVersion apiVersion(RemoteApiVersion newest, String oldest) {
        RemoteApiVersion version = newest.isGreaterOrEqual(SPOKEN) ? SPOKEN : newest;
        RemoteApiVersion minimum = oldest == null || oldest.isEmpty() ? version : RemoteApiVersion.parseConfig(oldest);
        return version.isGreaterOrEqual(minimum) ? version : minimum;
    }

    /** Returns what the engine says of itself, and how it was found. */
    public EngineDescription describe() {
        String oldest = version.getMinAPIVersion();
        return new EngineDescription(
                product(),
                version.getVersion(),
                address.uri().toString(),
                address.chosenBy(),
                apiVersion.getVersion(),
                newestApiVersion.getVersion(),
                oldest == null || oldest.isEmpty() ? null : oldest,
                version.getOperatingSystem(),
                version.getArch(),
                store());
    }

    private String product() {
        boolean podman = version.getComponents() != null
                && version.getComponents().stream()
                        .anyMatch(component -> component.getName().startsWith("Podman"));
        return podman ? "Podman" : "Docker";
    }

    private String store() {
        try {
            return send(Method.GET, apiVersion, "/info")
                    .map(ContainerEngine::store)
                    .orElse(null);
        } catch (RuntimeException e) {
            // The engine pulls all the same: a proxy before it may allow no more than that.
            return null;
        }
    }

    /** The driver; containerd's snapshotters have names that are easily taken for those of Docker's own. */
    private static String store(JsonNode info) {
        String driver = info.path("Driver").asText(null);
        boolean containerd = info.path("DriverStatus").toString().contains("io.containerd.snapshotter");
        return driver != null && containerd ? driver + " (containerd)" : driver;
    }

    /**
     * Looks for an image.
     *
     * @param platform that it must be made for, or null for any
     */
    public Optional<LocalImage> find(ImageReference reference, Platform platform) {
        String path = "/images/" + reference.engineName() + "/json";
        boolean engineSelects = platform != null && newestApiVersion.isGreaterOrEqual(INSPECTS_PLATFORM);
        try {
            Optional<JsonNode> image = engineSelects
                    ? send(Method.GET, INSPECTS_PLATFORM, path + "?platform=" + json(platform))
                    : send(Method.GET, apiVersion, path);
            return image.map(LocalImage::of)
                    .filter(found -> platform == null || platform.matches(found.os(), found.architecture()));
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + reference, this);
        }
    }

    private static String json(Platform platform) {
        var fields = JsonNodeFactory.instance
                .objectNode()
                .put("os", platform.os())
                .put("architecture", platform.architecture());
        if (platform.variant() != null) {
            fields.put("variant", platform.variant());
        }
        return URLEncoder.encode(fields.toString(), StandardCharsets.UTF_8);
    }

    /**
     * Pulls an image, and makes sure that the engine has it.
     *
     * @param platform to pull it for, or null for the engine's own
     * @param credentials for the image's registry, or null to pull as anyone may
     * @param log takes a line of progress every few seconds
     * @throws PullException when the image is not there, and for the right platform, in the end
     * @throws ExplainedException when the thread is interrupted, or the engine cannot look for the image afterwards
     */
    public LocalImage pull(
            ImageReference reference, Platform platform, RegistryCredentials credentials, Consumer<String> log) {
        var callback = new PullCallback(new PullProgress(reference.toString(), log, System::nanoTime));
        try (PullImageCmd pull = client.pullImageCmd(reference.engineName())) {
            if (credentials != null) {
                pull.withAuthConfig(new AuthConfig()
                        .withRegistryAddress(reference.registry())
                        .withUsername(credentials.username())
                        .withPassword(credentials.password().reveal()));
            }
            pull.withPlatform(platform == null ? null : platform.toString()).exec(callback);
            callback.await();
        } catch (ExplainedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineFailures.notPulled(e, reference, credentials == null, this);
        }
        LocalImage image = find(reference, null)
                .filter(callback::confirms)
                .orElseThrow(() -> EngineFailures.brokenOff(reference, this));
        if (platform == null) {
            return image;
        }
        return find(reference, platform)
                .orElseThrow(() -> EngineFailures.otherPlatform(reference, platform, image, this));
    }

    /**
     * Removes an image as {@code docker rmi} does.
     *
     * @param force also one that a stopped container uses
     * @param noPrune keep untagged parents
     * @return what was done; empty when the engine does not have the image
     * @throws ExplainedException when a container uses it
     */
    public Optional<Removal> remove(ImageReference reference, boolean force, boolean noPrune) {
        String path = "/images/" + reference.engineName() + "?force=" + force + "&noprune=" + noPrune;
        try {
            return send(Method.DELETE, apiVersion, path).map(Removal::of);
        } catch (DockerException e) {
            throw e.getHttpStatus() == HttpURLConnection.HTTP_CONFLICT
                    ? EngineFailures.inUse(e, reference, containersOf(reference), this)
                    : EngineFailures.refused(e, "remove " + reference, this);
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "remove " + reference, this);
        }
    }

    private List<String> containersOf(ImageReference reference) {
        try (ListContainersCmd containers = client.listContainersCmd()) {
            return containers.withShowAll(true).withAncestorFilter(List.of(reference.engineName())).exec().stream()
                    .map(ContainerEngine::name)
                    .toList();
        } catch (RuntimeException e) {
            // The engine says anyway that a container uses the image.
            return List.of();
        }
    }

    private static String name(Container container) {
        String id = container.getId().substring(0, 12);
        String name = container.getNames().length == 0 ? id : container.getNames()[0].replaceFirst("^/", "");
        return "'" + name + "' (" + id + ", " + container.getStatus() + ")";
    }

    /**
     * Sends a request that docker-java has no command for, or whose answer its command drops.
     *
     * @return the answer; empty for 404
     * @throws DockerException for any other status that is not a success
     */
    private Optional<JsonNode> send(Method method, RemoteApiVersion version, String path) {
        Request request = Request.builder()
                .method(method)
                .path("/" + version.asWebPathPart() + path)
                .build();
        try (Response response = http.execute(request)) {
            int status = response.getStatusCode();
            String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            if (status / 100 != 2) {
                throw new DockerException(body, status);
            }
            return Optional.of(new ObjectMapper().readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the engine's product, version and address, as messages name it. */
    @Override
    public String toString() {
        return product() + " " + version.getVersion() + " at " + address.uri();
    }

    @Override
    public void close() {
        close(http);
    }

    private static void close(DockerHttpClient http) {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
