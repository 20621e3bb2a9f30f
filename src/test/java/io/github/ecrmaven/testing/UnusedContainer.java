package io.github.ecrmaven.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A container of the engine of this machine that was made from an image, but never started. */
public final class UnusedContainer implements AutoCloseable {
    private final DockerClient client = EngineClient.open();
    private final String name = "ecr-maven-plugin-" + System.nanoTime();

    /** Makes a container from an image that the engine has. */
    public UnusedContainer(String image) {
        client.createContainerCmd(image)
                .withName(name)
                .withCmd("nothing")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec();
    }

    /** Returns the container's name. */
    public String name() {
        return name;
    }

    /** Removes the container, unless it went with its image, as Podman's do. */
    @Override
    public void close() {
        try (client) {
            client.removeContainerCmd(name).withForce(true).exec();
        } catch (NotFoundException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
