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

/** Which endpoints are reached without a proxy. */
public final class NoProxy {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.+\\]|[^:]+):(\\d+)");
    private static final Pattern ADDRESS_AND_BITS = Pattern.compile("(.+)/(\\d{1,3})");

    private NoProxy() {}

    /** Whether the endpoint is on this machine. */
    public static boolean isLoopback(URI endpoint) {
        String host = host(endpoint);
        return host.equals("localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Whether what is sent to the endpoint stays on this machine, or between it and its host: loopback, unspecified and
     * link-local addresses, and those of EC2's own services (fd00:ec2::/32).
     */
    static boolean isNearby(URI endpoint) {
        return isLoopback(endpoint)
                || address(host(endpoint))
                        .filter(address -> address.isAnyLocalAddress()
                                || address.isLinkLocalAddress()
                                || isInBlock(address, "fd00:ec2::", 32))
                        .isPresent();
    }

    /**
     * Whether the endpoint's host is in a list of Maven's or Java's.
     *
     * @param list globs separated by {@code |}; null for none
     */
    static boolean inGlobs(String list, URI endpoint) {
        return list != null
                && Stream.of(list.split("\\|"))
                        .map(glob -> Wildcards.pattern(glob.strip().toLowerCase(Locale.ROOT)))
                        .anyMatch(glob -> glob.matcher(endpoint.getHost().toLowerCase(Locale.ROOT))
                                .matches());
    }

    /**
     * Whether the endpoint is in a list as curl and Go read {@code no_proxy}.
     *
     * @param list entries separated by commas or spaces, each with or without a port: {@code *}; a domain, which stands
     *     for its subdomains too, with or without {@code .} or {@code *.} before it; an address; a block of addresses
     *     in CIDR notation
     */
    static boolean inNoProxy(String list, URI endpoint) {
        return Stream.of(list.strip().toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> isMeant(entry, endpoint));
    }

    private static boolean isMeant(String entry, URI endpoint) {
        Matcher port = HOST_AND_PORT.matcher(entry);
        if (port.matches()) {
            return port.group(2).equals(String.valueOf(port(endpoint))) && isMeant(port.group(1), endpoint);
        }
        String host = host(endpoint);
        Optional<InetAddress> address = address(host);
        if (entry.equals("*")) {
            return true;
        }
        if (address.isPresent()) {
            Matcher block = ADDRESS_AND_BITS.matcher(entry);
            return block.matches()
                    ? isInBlock(address.get(), block.group(1), Integer.parseInt(block.group(2)))
                    : address(entry).equals(address);
        }
        String domain = withoutEnd(entry.replaceFirst("^\\*?\\.", ""));
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isInBlock(InetAddress address, String start, int bits) {
        byte[] bytes = address.getAddress();
        int suffix = bytes.length * Byte.SIZE - bits;
        return address(start)
                .map(InetAddress::getAddress)
                .filter(other -> other.length == bytes.length && suffix >= 0)
                .map(other ->
                        new BigInteger(1, other).xor(new BigInteger(1, bytes)).shiftRight(suffix))
                .filter(BigInteger.ZERO::equals)
                .isPresent();
    }

    /** Reads an address; what is a name is none, and is not looked up. */
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

    private static String host(URI endpoint) {
        return withoutEnd(endpoint.getHost().toLowerCase(Locale.ROOT));
    }

    /** A dot at the end means the same host. */
    private static String withoutEnd(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }

    private static int port(URI endpoint) {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return endpoint.getScheme().equals("https") ? 443 : 80;
    }
}
