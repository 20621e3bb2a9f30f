/**
 * The container engine: Docker, Podman and what speaks Docker's API. It speaks by docker-java's commands, which no
 * other package imports, over connections of its own. It may import image.
 */
package io.github.ecrmaven.engine;
