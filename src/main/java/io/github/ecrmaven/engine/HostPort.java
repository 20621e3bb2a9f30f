package io.github.ecrmaven.engine;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of an address, with what is before and after it. {@link URI} finds none with an underscore in its name,
 * which names in an ssh configuration and of Docker's networks often have.
 *
 * @param user null where none is given
 * @param host a name, or an IP address without brackets
 * @param port negative where none is given
 */
record HostPort(String user, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?<user>.*)@)?(?:\\[(?<ip>[\\w:.%]+)]|(?<name>[\\w.-]+))(?::(?<port>\\d{1,5}))?");

    /** Reads it; empty where the address has none, or another form. */
    static Optional<HostPort> of(URI uri) {
        Matcher form = FORM.matcher(uri.getAuthority() == null ? "" : uri.getAuthority());
        if (!form.matches()) {
            return Optional.empty();
        }
        String ip = form.group("ip");
        String port = form.group("port");
        return Optional.of(new HostPort(
                form.group("user"), ip == null ? form.group("name") : ip, port == null ? -1 : Integer.parseInt(port)));
    }
}
