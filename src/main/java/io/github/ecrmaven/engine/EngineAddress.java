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

    /** Returns what the paths of all requests begin with, where a proxy has the engine below a path of its own. */
    String basePath() {
        return uri.getScheme().equals("tcp") ? uri.getRawPath().replaceFirst("/$", "") : "";
    }

    /** Returns the address as docker's own tools take it: the path of a socket is as it is, not as a URI has it. */
    public String text() {
        return uri.getScheme().equals("unix") || uri.getScheme().equals("npipe")
                ? uri.getScheme() + "://" + uri.getPath()
                : uri.toString();
    }

    @Override
    public String toString() {
        return text() + " (" + chosenBy + ")";
    }
}
