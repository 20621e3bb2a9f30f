package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the address of an engine as users write it. The rules are the docker CLI's: without a scheme it is TCP, and a
 * missing part has a default (https://github.com/docker/cli/blob/v28.2.2/opts/hosts.go).
 */
final class DockerHost {
    /** The default pipe of Docker on Windows. */
    static final URI DEFAULT_PIPE = URI.create("npipe:////./pipe/docker_engine");

    private static final Pattern FORM = Pattern.compile("(?:(?<scheme>[^:/]*)://)?(?<rest>.*)");

    /** User info and query are dropped: they have no meaning to an engine, and may be secret. */
    private static final Pattern TCP = Pattern.compile("(?:[^@/?#]*@)?"
            + "(?:(?<ip>[\\da-fA-F]*:[\\da-fA-F]*:[\\da-fA-F:.]*)|(?<host>\\[[\\w:.%]+]|[\\w.-]*)(?::(?<port>\\d{0,5}))?)"
            + "(?<path>/[^?#]*)?(?:[?#].*)?");

    private static final int HIGHEST_PORT = 65_535;

    private final String text;
    private final String chosenBy;
    private final String scheme;
    private final String rest;

    /**
     * Takes an address.
     *
     * @param text the address
     * @param chosenBy the setting that contains it, for messages
     */
    DockerHost(String text, String chosenBy) {
        this.text = text;
        this.chosenBy = chosenBy;
        Matcher form = FORM.matcher(text.strip());
        boolean read = form.matches();
        this.rest = read ? form.group("rest") : "";
        this.scheme = !read ? "" : form.group("scheme") == null ? schemeOf(rest) : form.group("scheme");
    }

    /** TCP, unless it cannot be HOST:PORT, such as a path or {@code unix:/PATH}, where the CLI takes "unix" as host. */
    private static String schemeOf(String address) {
        return address.startsWith("/") || address.matches("[\\w.-]+:(?!\\d|.*:).*") ? "" : "tcp";
    }

    boolean isTcp() {
        return scheme.equals("tcp");
    }

    /**
     * Returns the complete address.
     *
     * @param port the TCP port if the address has none
     * @throws ExplainedException if it is not the address of an engine
     */
    URI uri(int port) {
        try {
            return switch (scheme) {
                case "tcp" -> tcp(port);
                case "unix" -> unix(rest.isEmpty() ? "/var/run/docker.sock" : absolute(rest));
                case "npipe" -> rest.isEmpty() ? DEFAULT_PIPE : withPath("npipe", absolute(rest.replace('\\', '/')));
                case "ssh" -> ssh(URI.create("ssh://" + rest));
                default -> throw new IllegalArgumentException("no scheme of an engine");
            };
        } catch (IllegalArgumentException e) {
            throw ExplainedException.configuration("'" + withoutSecrets(text) + "' (" + chosenBy
                    + ") is not the address of a container engine: write unix:///PATH, tcp://HOST:PORT,"
                    + " npipe:////./pipe/NAME or ssh://USER@HOST");
        }
    }

    /** User info and a query may contain a password. */
    private static String withoutSecrets(String address) {
        return address.replaceFirst("\\?.*", "").replaceFirst("^([^/]*//)?.*@", "$1…@");
    }

    private URI tcp(int defaultPort) {
        Matcher parts = TCP.matcher(rest);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not HOST:PORT/PATH");
        }
        String host = parts.group("ip") == null ? parts.group("host") : "[" + parts.group("ip") + "]";
        int port = isAbsent(parts.group("port")) ? defaultPort : Integer.parseInt(parts.group("port"));
        if (port > HIGHEST_PORT) {
            throw new IllegalArgumentException("no such port");
        }
        String path = parts.group("path");
        return URI.create("tcp://" + (isAbsent(host) ? "localhost" : host) + ":" + port + (isAbsent(path) ? "" : path));
    }

    private static boolean isAbsent(String part) {
        return part == null || part.isEmpty();
    }

    private static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path");
        }
        return path;
    }

    /** Returns the address of a Unix socket. */
    static URI unix(String path) {
        return withPath("unix", path);
    }

    /** Escapes the path: it may contain spaces and percent signs. */
    private static URI withPath(String scheme, String path) {
        try {
            return new URI(scheme, "", path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Rejects what the docker CLI rejects too. A password would be visible in the process list. */
    private URI ssh(URI uri) {
        HostPort host = HostPort.of(uri).orElseThrow(() -> new IllegalArgumentException("no host"));
        if (host.user() != null && host.user().contains(":")) {
            throw ExplainedException.configuration("the address of the engine at ssh://" + host.host() + " (" + chosenBy
                    + ") contains a password, which ssh does not accept: remove it and use a key");
        }
        if (host.user() != null && host.user().startsWith("-")) {
            throw new IllegalArgumentException("ssh would read the user as an option");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw ExplainedException.configuration("'" + uri + "' (" + chosenBy
                    + ") has more than the address of an engine over SSH: write ssh://USER@HOST:PORT");
        }
        return uri;
    }
}
