package io.github.ecrmaven.engine;

import java.net.URI;

/**
 * Where the container engine listens.
 *
 * @param uri {@code unix:///path}, {@code npipe:////./pipe/name} or {@code tcp://host:port}
 * @param tls how a TCP connection is secured; null for plain
 * @param chosenBy the setting that chose it, as errors name it
 */
public record EngineAddress(URI uri, EngineTls tls, String chosenBy) {
    @Override
    public String toString() {
        return uri + " (" + chosenBy + ")";
    }
}
