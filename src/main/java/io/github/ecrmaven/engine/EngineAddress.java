package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Environment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * The address of a container engine.
 *
 * @param uri {@code unix:///path}, {@code npipe:////./pipe/name}, {@code tcp://host:port} or {@code ssh://user@host}
 * @param tls the TLS settings of a TCP connection; null for none
 * @param chosenBy the setting that contains the address, for messages
 * @param environment the environment of the build, for ssh; null if it is not used
 */
public record EngineAddress(URI uri, EngineTls tls, String chosenBy, Environment environment) {
    /** Creates an address without ssh. */
    EngineAddress(URI uri, EngineTls tls, String chosenBy) {
        this(uri, tls, chosenBy, null);
    }

    /** Returns how long the first response may take; ssh may have to connect to several hosts and to ask its user. */
    Duration firstResponseTimeout() {
        return Duration.ofSeconds(isSsh() ? 60 : 10);
    }

    boolean isSsh() {
        return uri.getScheme().equals("ssh");
    }

    /** Returns the prefix of all request paths, for an engine behind a proxy. */
    String basePath() {
        return uri.getScheme().equals("tcp") ? uri.getRawPath().replaceFirst("/$", "") : "";
    }

    /** Returns a warning if credentials would be sent to another machine without encryption. */
    Optional<String> clearTextWarning() {
        if (tls != null || !uri.getScheme().equals("tcp")) {
            return Optional.empty();
        }
        String host = HostPort.of(uri).orElseThrow().host();
        return isThisMachine(host)
                ? Optional.empty()
                : Optional.of("registry credentials are sent unencrypted to the container engine at "
                        + this + ". Use TLS (DOCKER_TLS_VERIFY=1 or certPath), or ssh://USER@"
                        + host);
    }

    private static boolean isThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            // Nothing can be sent there.
            return true;
        }
    }

    /** Returns the address as the docker CLI writes it: in the path of a socket or pipe, nothing is escaped. */
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
