package io.github.ecrmaven.mojo;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * What a {@code <registry>} says of the hosts that it is for.
 *
 * @param host as it is written
 * @param pattern of the hosts
 * @param credentials to sign in with
 * @param region of hosts that do not name one; null where AWS's settings say
 * @param endpoint of the ECR API; null for the goal's
 */
record DeclaredRegistry(String host, Pattern pattern, CredentialParameters credentials, String region, URI endpoint) {
    /** Returns whether this entry names the host, and no other. */
    boolean isFor(String otherHost) {
        return host.equals(otherHost);
    }

    /** Returns whether this entry is for hosts that it does not name. */
    boolean isPattern() {
        return host.contains(Wildcards.ANY);
    }

    boolean matches(String otherHost) {
        return pattern.matcher(otherHost).matches();
    }
}
