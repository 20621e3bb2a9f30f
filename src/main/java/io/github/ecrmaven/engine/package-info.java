/**
 * The client of the container engine: Docker, Podman, or another with Docker's API. It uses docker-java's commands and
 * models, which no other package imports, over connections of its own. It may import image.
 */
package io.github.ecrmaven.engine;
