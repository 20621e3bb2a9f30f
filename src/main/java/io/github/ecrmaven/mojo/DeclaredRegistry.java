package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Wildcards;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * An entry of {@code <registries>}: how to sign in to the registries of a host.
 *
 * @param host the host in lower case, with {@code *} for any characters
 * @param credentials the credentials to sign in with
 * @param region the region of a host that does not name one; null for that of AWS's settings
 * @param endpoint the endpoint of the ECR API; null for the goal's
 */
record DeclaredRegistry(String host, CredentialParameters credentials, String region, URI endpoint) {
    /**
     * Checks an entry.
     *
     * @param values the values of the elements of the {@code <registry>}, by their names
     * @throws ExplainedException if it contradicts itself, or has no valid host
     */
    static DeclaredRegistry of(Map<String, String> values) {
        String written = values.get("host");
        if (written == null) {
            throw ExplainedException.configuration(
                    "a <registry> has no <host>: name the registry's host, or write * for a part of it");
        }
        // A * may stand for anything, also in the port: for a digit.
        if (!ImageReference.canBeHost(written.replace(Wildcards.ANY, "0"))) {
            throw ExplainedException.configuration("bad <registry> '" + written + "': write the host alone, such as"
                    + " 123456789012.dkr.ecr.eu-west-1.amazonaws.com, with * for any part of it");
        }
        String host = written.toLowerCase(Locale.ROOT);
        String origin = "registry '" + host + "'";
        String region = values.get("region");
        URI endpoint = ParameterText.endpoint(values.get("endpoint"), origin);
        if (host.equals(Wildcards.ANY) && region != null && endpoint == null) {
            throw ExplainedException.configuration("region of " + origin
                    + " would send AWS tokens to any registry: write the full host, or set endpoint too");
        }
        var credentials = new CredentialParameters(
                origin,
                values.get("accessKeyId"),
                ParameterText.secret(values.get("secretAccessKey")),
                ParameterText.secret(values.get("sessionToken")),
                values.get("profile"),
                values.get("serverId"),
                RoleParameters.of(values).role(origin));
        return new DeclaredRegistry(host, credentials, region, endpoint);
    }

    /** Returns whether the entry names this host exactly. */
    boolean isFor(String otherHost) {
        return host.equalsIgnoreCase(otherHost);
    }

    /** Returns whether the entry says that a host is a registry of ECR, also if it is not of ECR's form. */
    boolean declares(String otherHost) {
        return isFor(otherHost) || ((region != null || endpoint != null) && matches(otherHost));
    }

    /** Returns whether the host has a {@code *} in it. */
    boolean isPattern() {
        return host.contains(Wildcards.ANY);
    }

    boolean matches(String otherHost) {
        return Wildcards.pattern(host)
                .matcher(otherHost.toLowerCase(Locale.ROOT))
                .matches();
    }
}
