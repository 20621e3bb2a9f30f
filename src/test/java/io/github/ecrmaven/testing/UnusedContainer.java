package io.github.ecrmaven.testing;

/** A container of the engine of this machine that was made from an image, but never started. */
public final class UnusedContainer implements AutoCloseable {
    private final String name = "ecr-maven-plugin-" + System.nanoTime();

    /** Makes a container from an image that the engine has. */
    public UnusedContainer(String image) {
        DockerCli.run("create", "--pull", "never", "--network", "none", "--name", name, image, "nothing");
    }

    /** Returns the container's name. */
    public String name() {
        return name;
    }

    /** Makes an image from it, which so is built from the container's image. */
    public void commit(String image) {
        DockerCli.run("commit", name, image);
    }

    /** Removes the container, unless it went with its image, as Podman's do. */
    @Override
    public void close() {
        DockerCli.find("rm", "--force", name);
    }
}
