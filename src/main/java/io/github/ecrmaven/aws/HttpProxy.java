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
 * @param scheme how the proxy itself is spoken to, {@code http} or {@code https}, whatever is fetched through it
 * @param host a name or an address; an IPv6 address gets its brackets here
 * @param port where it listens
 * @param username for a proxy that asks for one; null for none
 * @param password of that user; null for none
 * @param origin where the proxy was read, as messages name it
 */
public record HttpProxy(String scheme, String host, int port, String username, Secret password, String origin) {
    /** As curl has it, user and password end at the last {@code @}. */
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?"
            + "(?:(?<user>[^:/?#\\s]*)(?::(?<password>[^/?#\\s]*))?@)?"
            + "(?<host>\\[[^\\]]*\\]|[^:/?#@\\[\\]]+)(?::(?<port>\\d{1,5}))?/?");

    private static final int MAX_PORT = 65535;

    /**
     * Refuses what is no address; a proxy that was meant is never left out.
     *
     * @throws ExplainedException when the host is not a name or an address, the port not from 1 to 65535, or the user
     *     or password has a line break or another control character in it
     */
    public HttpProxy {
        if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        try {
            new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw unusable(origin, "its host is not the name or the address of a host");
        }
        for (String part : new String[] {username, password == null ? null : password.reveal()}) {
            if (part != null) {
                SecretText.faultOfPassword(part).ifPresent(fault -> {
                    throw unusable(origin, "its user name or password cannot be right: " + fault);
                });
            }
        }
        if (port < 1 || port > MAX_PORT) {
            throw unusable(origin, "its port is not from 1 to " + MAX_PORT);
        }
    }

    /**
     * Reads the address of a proxy from an environment variable: {@code [SCHEME://][USER:PASSWORD@]HOST[:PORT][/]}.
     *
     * @param variable the variable's name
     * @throws ExplainedException when it is none; the message has nothing of the value, which may be a password
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
                throw unusable(variable, "it is a " + scheme + " proxy, and only http and https ones can be used here");
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

    /** Takes {@code %XX} for what it means; a {@code +} is itself here, other than in forms. */
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

    /** Returns the address alone. */
    URI uri() {
        return URI.create(scheme + "://" + host + ":" + port);
    }

    /** Returns the address and where it was read, nothing of the user. */
    @Override
    public String toString() {
        return uri() + " (" + origin + ")";
    }
}
