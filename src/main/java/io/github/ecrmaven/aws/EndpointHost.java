package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Wildcards;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host of an endpoint: whether it is this machine, and whether a list of hosts without a proxy contains it.
 *
 * @param endpoint an http or https URL
 */
public record EndpointHost(URI endpoint) {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.+\\]|[^:]+):(\\d+)");
    private static final Pattern CIDR_BLOCK = Pattern.compile("(.+)/(\\d{1,3})");

    /** Returns whether it is {@code localhost} or a loopback address. */
    public boolean isLoopback() {
        return name().equals("localhost")
                || address(name()).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Returns whether requests to it do not leave this machine and its hypervisor: loopback, unspecified and link-local
     * addresses, and those of EC2's own services (fd00:ec2::/32).
     */
    boolean isLocal() {
        return isLoopback()
                || address(name())
                        .filter(address -> address.isAnyLocalAddress()
                                || address.isLinkLocalAddress()
                                || isInBlock(address, "fd00:ec2::", 32))
                        .isPresent();
    }

    /**
     * Returns whether it is in a list of Maven or Java.
     *
     * @param nonProxyHosts globs separated by {@code |}; null for none
     */
    boolean isInNonProxyHosts(String nonProxyHosts) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return nonProxyHosts != null
                && Stream.of(nonProxyHosts.split("\\|"))
                        .map(glob -> Wildcards.pattern(glob.strip().toLowerCase(Locale.ROOT)))
                        .anyMatch(glob -> glob.matcher(host).matches());
    }

    /**
     * Returns whether it is in a list as curl and Go read {@code no_proxy}.
     *
     * @param noProxy entries separated by commas or spaces, each with or without a port: {@code *}; a domain, which
     *     includes its subdomains, with or without {@code .} or {@code *.} before it; an IP address; a CIDR block
     */
    boolean isInNoProxy(String noProxy) {
        return Stream.of(noProxy.strip().toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(this::matches);
    }

    private boolean matches(String entry) {
        Matcher withPort = HOST_AND_PORT.matcher(entry);
        if (withPort.matches()) {
            return withPort.group(2).equals(String.valueOf(port())) && matches(withPort.group(1));
        }
        if (entry.equals("*")) {
            return true;
        }
        Optional<InetAddress> address = address(name());
        if (address.isPresent()) {
            Matcher block = CIDR_BLOCK.matcher(entry);
            return block.matches()
                    ? isInBlock(address.get(), block.group(1), Integer.parseInt(block.group(2)))
                    : address(entry).equals(address);
        }
        String domain = withoutFinalDot(entry.replaceFirst("^\\*?\\.", ""));
        return name().equals(domain) || name().endsWith("." + domain);
    }

    private static boolean isInBlock(InetAddress address, String start, int prefixLength) {
        byte[] bytes = address.getAddress();
        int suffixLength = bytes.length * Byte.SIZE - prefixLength;
        return address(start)
                .map(InetAddress::getAddress)
                .filter(other -> other.length == bytes.length && suffixLength >= 0)
                .map(other ->
                        new BigInteger(1, other).xor(new BigInteger(1, bytes)).shiftRight(suffixLength))
                .filter(BigInteger.ZERO::equals)
                .isPresent();
    }

    /** Parses an IP address; names are not resolved. */
    private static Optional<InetAddress> address(String host) {
        if (!host.contains(":") && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private String name() {
        return withoutFinalDot(endpoint.getHost().toLowerCase(Locale.ROOT));
    }

    /** In the DNS, a dot at the end of a name does not change which host it is. */
    private static String withoutFinalDot(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }

    private int port() {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return endpoint.getScheme().equals("https") ? 443 : 80;
    }
}
