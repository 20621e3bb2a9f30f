package io.github.ecrmaven.engine;

import java.net.URI;
import java.time.Duration;

/**
 * Where the container engine listens.
 *
 * @param uri {@code unix:///path}, {@code npipe:////./pipe/name}, {@code tcp://host:port} or {@code ssh://user@host}
 * @param tls how a TCP connection is secured; null for plain
 * @param chosenBy the setting that chose it, as errors name it
 */
public record EngineAddress(URI uri, EngineTls tls, String chosenBy) {
    /** How long an engine may take that is asked for the first time; ssh has to make its way, and may ask its user. */
    Duration answerTimeout() {
        return Duration.ofSeconds(uri.getScheme().equals("ssh") ? 60 : 10);
    }

    @Override
    public String toString() {
        return uri + " (" + chosenBy + ")";
    }
}
