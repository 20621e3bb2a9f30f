/** The container engine: Docker, Podman and what speaks Docker's API. It may import image. */
package io.github.ecrmaven.engine;
