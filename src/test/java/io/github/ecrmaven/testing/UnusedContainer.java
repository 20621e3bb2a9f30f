package io.github.ecrmaven.testing;

/** A container that was created from an image in the local engine, but never started. */
public final class UnusedContainer implements AutoCloseable {
    private final String name = "ecr-maven-plugin-" + System.nanoTime();

    /** Creates a container from an image in the engine. */
    public UnusedContainer(String image) {
        DockerCli.run("create", "--pull", "never", "--network", "none", "--name", name, image, "nothing");
    }

    public String name() {
        return name;
    }

    /** Commits the container as an image, a child of the container's image. */
    public void commit(String image) {
        DockerCli.run("commit", name, image);
    }

    /** Removes the container, if it still exists: Podman removes it with its image. */
    @Override
    public void close() {
        DockerCli.find("rm", "--force", name);
    }
}
