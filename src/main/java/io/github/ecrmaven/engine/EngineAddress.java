package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Environment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the container engine listens.
 *
 * @param uri {@code unix:///path}, {@code npipe:////./pipe/name}, {@code tcp://host:port} or {@code ssh://user@host}
 * @param tls how a TCP connection is secured; null for plain
 * @param chosenBy the setting that chose it, as errors name it
 * @param environment of the build, which ssh runs in; null where no ssh does
 */
public record EngineAddress(URI uri, EngineTls tls, String chosenBy, Environment environment) {
    /** An address that ssh is not needed for. */
    EngineAddress(URI uri, EngineTls tls, String chosenBy) {
        this(uri, tls, chosenBy, null);
    }

    /** How long an engine may take that is asked for the first time; ssh has to make its way, and may ask its user. */
    Duration answerTimeout() {
        return Duration.ofSeconds(uri.getScheme().equals("ssh") ? 60 : 10);
    }

    /** Returns what the paths of all requests begin with, where a proxy has the engine below a path of its own. */
    String basePath() {
        return uri.getScheme().equals("tcp") ? uri.getRawPath().replaceFirst("/$", "") : "";
    }

    /** Returns what to tell a user whose credentials go there; empty where nobody between can read them. */
    Optional<String> clearText() {
        if (tls != null || !uri.getScheme().equals("tcp")) {
            return Optional.empty();
        }
        String host = HostPort.of(uri).orElseThrow().host();
        return isThisMachine(host)
                ? Optional.empty()
                : Optional.of("registry credentials go to the container engine at " + this + " without encryption, and"
                        + " whoever is on the way can read them. Use TLS (DOCKER_TLS_VERIFY=1 or certPath), or ssh://USER@"
                        + host);
    }

    private static boolean isThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            // Then nothing goes there.
            return true;
        }
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
