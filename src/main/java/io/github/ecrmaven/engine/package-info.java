/** The container engine: Docker, Podman and what speaks Docker's API. Alone in importing docker-java. */
package io.github.ecrmaven.engine;
