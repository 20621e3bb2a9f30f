package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.Wildcards;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A checked entry of {@code <registries>}.
 *
 * @param host as it is written, with {@code *} for any characters
 * @param pattern of the hosts
 * @param credentials to sign in with
 * @param region of a host that does not name one; null for that of AWS's settings
 * @param endpoint of the ECR API; null for the goal's
 */
record DeclaredRegistry(String host, Pattern pattern, CredentialParameters credentials, String region, URI endpoint) {
    /** Returns whether the entry names this host exactly. */
    boolean isFor(String otherHost) {
        return host.equals(otherHost);
    }

    /** Returns whether the host has a {@code *} in it. */
    boolean isPattern() {
        return host.contains(Wildcards.ANY);
    }

    boolean matches(String otherHost) {
        return pattern.matcher(otherHost).matches();
    }
}
