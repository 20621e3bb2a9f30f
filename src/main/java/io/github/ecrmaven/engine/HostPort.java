package io.github.ecrmaven.engine;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user, host and port of a URI. {@link URI#getHost} is null if the host has an underscore, which is common in ssh
 * configurations and Docker networks.
 *
 * @param user the user; null for none
 * @param host a name, or an IP address without brackets
 * @param port the port; negative for none
 */
record HostPort(String user, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?<user>.*)@)?(?:\\[(?<ip>[\\w:.%]+)]|(?<name>[\\w.-]+))(?::(?<port>\\d{1,5}))?");

    /** Parses the authority of a URI; empty if there is none, or it is invalid. */
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
