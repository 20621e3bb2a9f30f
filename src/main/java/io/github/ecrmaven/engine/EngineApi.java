package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerCmdExecFactory;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.command.InfoCmdImpl;
import com.github.dockerjava.core.command.InspectImageCmdImpl;
import com.github.dockerjava.core.command.ListContainersCmdImpl;
import com.github.dockerjava.core.command.ListImagesCmdImpl;
import com.github.dockerjava.core.command.PullImageCmdImpl;
import com.github.dockerjava.core.command.TagImageCmdImpl;
import com.github.dockerjava.core.command.VersionCmdImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The requests to an engine (<a href="https://docs.docker.com/reference/api/engine/">Docker's API</a>): docker-java's
 * commands, and raw requests where a command drops a parameter or the result. All methods throw
 * {@link RefusedException} for an error response, except for a 404 that they return as empty or false, and other
 * runtime exceptions if there is no complete response.
 *
 * <p>The commands are created without {@code DockerClient}, which rejects image names that engines accept, such as
 * {@code a__b}.
 */
final class EngineApi {
    private final EngineConnections connections;
    private final Duration timeout;
    private final RemoteApiVersion version;
    private final EngineHttp http;
    private final DefaultDockerCmdExecFactory commands;

    /**
     * Creates the requests to an engine.
     *
     * @param version the API version
     * @param timeout how long a response may take, and how long a pull may send nothing new
     */
    EngineApi(EngineConnections connections, RemoteApiVersion version, Duration timeout) {
        this.connections = connections;
        this.timeout = timeout;
        this.version = version;
        this.http = new EngineHttp(connections, timeout, null);
        this.commands = commands(http, version, EngineJson.WHOLE);
    }

    /**
     * Returns docker-java's commands. They use only two values of a configuration; docker-java's own implementation
     * reads system properties, environment variables and files.
     */
    private static DefaultDockerCmdExecFactory commands(
            DockerHttpClient http, RemoteApiVersion version, ObjectMapper mapper) {
        var commands = new DefaultDockerCmdExecFactory(http, mapper);
        commands.init(new DockerClientConfigDelegate(null) {
            @Override
            public RemoteApiVersion getApiVersion() {
                return version;
            }

            @Override
            public ObjectMapper getObjectMapper() {
                return mapper;
            }
        });
        return commands;
    }

    /** Requests the versions of the engine, the one request that needs no API version. */
    static Version version(EngineConnections connections, Duration timeout) {
        var api = new EngineApi(connections, RemoteApiVersion.unknown(), timeout);
        return new VersionCmdImpl(api.commands.createVersionCmdExec()).exec();
    }

    Info info() {
        return new InfoCmdImpl(commands.createInfoCmdExec()).exec();
    }

    /** Inspects an image by a name or its ID; empty for 404. */
    Optional<InspectedImage> inspect(String name) {
        return unlessNotFound(() -> (InspectedImage)
                new InspectImageCmdImpl(commands.createInspectImageCmdExec(), ImageReference.longName(name)).exec());
    }

    /**
     * Inspects an image for a platform, which docker-java's command does not support.
     *
     * @param since an API version that does
     */
    Optional<InspectedImage> inspect(String name, Platform platform, RemoteApiVersion since) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("os", platform.os());
        json.put("architecture", platform.architecture());
        if (platform.variant() != null) {
            json.put("variant", platform.variant());
        }
        String path = "/" + since.asWebPathPart() + "/images/" + ImageReference.longName(name) + "/json?platform="
                + URLEncoder.encode(write(json), StandardCharsets.UTF_8);
        return unlessNotFound(() -> send(Method.GET, path, new TypeReference<>() {}));
    }

    /**
     * Pulls an image.
     *
     * @param platform the platform; null for the engine's own
     * @param credentials for the registry; null to pull anonymously
     * @param stream receives the frames
     * @throws IOException if the stream is incomplete or invalid
     */
    void pull(String name, Platform platform, RegistryCredentials credentials, String registry, PullStream stream)
            throws IOException {
        var pulls = commands(new EngineHttp(connections, timeout, stream), version, EngineJson.STREAM);
        new PullImageCmdImpl(pulls.createPullImageCmdExec(), auth(credentials, registry), name)
                .withPlatform(platform == null ? null : platform.toString())
                .exec(stream)
                .await();
    }

    /** Docker's containerd store ignores credentials without the registry's address. */
    private static AuthConfig auth(RegistryCredentials credentials, String registry) {
        return credentials == null
                ? null
                : new AuthConfig()
                        .withUsername(credentials.username())
                        .withPassword(credentials.password().reveal())
                        .withRegistryAddress(registry);
    }

    /** Lists the images that match a filter of the API. */
    List<Image> images(String filter, Collection<String> values) {
        return new ListImagesCmdImpl(commands.createListImagesCmdExec())
                .withFilter(filter, values)
                .exec();
    }

    /** Lists the containers of an image, including stopped ones. */
    List<Container> containers(String image) {
        return new ListContainersCmdImpl(commands.createListContainersCmdExec())
                .withShowAll(true)
                .withAncestorFilter(List.of(ImageReference.longName(image)))
                .exec();
    }

    /** Tags an image; returns whether the engine has the image. */
    boolean tag(String image, String repository, String tag) {
        return unlessNotFound(() -> {
                    new TagImageCmdImpl(
                                    commands.createTagImageCmdExec(),
                                    ImageReference.longName(image),
                                    ImageReference.longName(repository),
                                    tag)
                            .exec();
                    return true;
                })
                .isPresent();
    }

    /**
     * Removes a name of an image, or the image. Docker-java's command drops the response.
     *
     * @return the steps, each with one field, {@code Untagged} or {@code Deleted}; empty for 404
     */
    Optional<List<Map<String, String>>> remove(String name, boolean force, boolean noPrune) {
        String path = "/" + version.asWebPathPart() + "/images/" + ImageReference.longName(name) + "?force=" + force
                + "&noprune=" + noPrune;
        return unlessNotFound(() -> send(Method.DELETE, path, new TypeReference<>() {}));
    }

    private <T> T send(Method method, String path, TypeReference<T> type) {
        Request request = Request.builder().method(method).path(path).build();
        try (DockerHttpClient.Response response = http.execute(request)) {
            return EngineJson.WHOLE.readValue(response.getBody(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Map<String, String> json) {
        try {
            return EngineJson.WHOLE.writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Optional<T> unlessNotFound(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (RefusedException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
