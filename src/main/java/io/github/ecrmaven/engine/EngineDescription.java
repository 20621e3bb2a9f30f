package io.github.ecrmaven.engine;

/**
 * What an engine says of itself, and how it was found.
 *
 * @param product {@code Docker} or {@code Podman}
 * @param version the product's
 * @param address where it listens, such as {@code unix:///var/run/docker.sock}
 * @param chosenBy the setting that chose the address
 * @param apiVersion the version of Docker's API that it is spoken to in
 * @param newestApiVersion the newest that it knows
 * @param minApiVersion the oldest that it takes; null where it does not say
 * @param os that images are for unless a platform is set, as Go names it
 * @param architecture that images are for unless a platform is set, as Go names it
 * @param store what keeps the images, such as {@code overlay2}; null where it does not say
 */
public record EngineDescription(
        String product,
        String version,
        String address,
        String chosenBy,
        String apiVersion,
        String newestApiVersion,
        String minApiVersion,
        String os,
        String architecture,
        String store) {}
