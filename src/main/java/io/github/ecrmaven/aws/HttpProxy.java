package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy.
 *
 * @param scheme {@code http} or {@code https}: how to connect to the proxy itself
 * @param host a name or an IP address; brackets are added to an IPv6 address
 * @param username the user; null for none
 * @param password the user's password; null for none
 * @param origin where the proxy is configured, as messages name it
 */
public record HttpProxy(String scheme, String host, int port, String username, Secret password, String origin) {
    /** As in curl, user and password end at the last {@code @}. */
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?"
            + "(?:(?<user>[^:/?#\\s]*)(?::(?<password>[^/?#\\s]*))?@)?"
            + "(?<host>\\[[^\\]]*\\]|[^:/?#@\\[\\]]+)(?::(?<port>\\d{1,5}))?/?");

    private static final int MAX_PORT = 65535;

    /**
     * Checks the proxy, so that an invalid one is not ignored.
     *
     * @throws ExplainedException if the host is not a name or an IP address, the port is not from 1 to 65535, or the
     *     user or password has a line break or another control character
     */
    public HttpProxy {
        if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        if (!isHost(host)) {
            throw unusable(origin, "its host is not a host name or IP address");
        }
        for (String part : new String[] {username, password == null ? null : password.reveal()}) {
            if (part != null) {
                SecretText.faultOfPassword(part).ifPresent(fault -> {
                    throw unusable(origin, "its user name or password is invalid: " + fault);
                });
            }
        }
        if (port < 1 || port > MAX_PORT) {
            throw unusable(origin, "its port is not from 1 to " + MAX_PORT);
        }
    }

    /** Unlike {@link URI}, accepts underscores: services of Docker Compose have them in their names. */
    private static boolean isHost(String host) {
        String known = host.replace('_', 'x');
        try {
            return known.equals(new URI("http", known, null, null).getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Parses the value of an environment variable: {@code [SCHEME://][USER:PASSWORD@]HOST[:PORT][/]}.
     *
     * @param variable the variable's name
     * @throws ExplainedException if it is invalid; the message does not quote it, as it may contain a password
     */
    static HttpProxy parse(String variable, String value) {
        Matcher address = ADDRESS.matcher(value.strip());
        if (!address.matches()) {
            throw unusable(
                    variable,
                    "it is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special characters in USER and"
                            + " PASSWORD written as %XX");
        }
        String scheme =
                Optional.ofNullable(address.group("scheme")).orElse("http").toLowerCase(Locale.ROOT);
        int defaultPort = switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default ->
                throw unusable(variable, "it is a " + scheme + " proxy, but only http and https proxies are supported");
        };
        String port = address.group("port");
        String username = decode(variable, address.group("user"));
        String password = decode(variable, address.group("password"));
        return new HttpProxy(
                scheme,
                address.group("host"),
                port == null ? defaultPort : Integer.parseInt(port),
                "".equals(username) ? null : username,
                password == null ? null : new Secret(password),
                variable);
    }

    /** Decodes {@code %XX}; unlike in HTML forms, {@code +} is not a space. */
    private static String decode(String variable, String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unusable(variable, "a % in its user name or password is not written as %25");
        }
    }

    private static ExplainedException unusable(String origin, String reason) {
        return ExplainedException.configuration("cannot use " + origin + ": " + reason);
    }

    /**
     * Returns the URL without user and password. With an underscore in its name, the URL has no {@link URI#getHost}.
     */
    URI uri() {
        return URI.create(scheme + "://" + host + ":" + port);
    }

    /** Returns the URL and the origin, without user and password. */
    @Override
    public String toString() {
        return uri() + " (" + origin + ")";
    }
}
