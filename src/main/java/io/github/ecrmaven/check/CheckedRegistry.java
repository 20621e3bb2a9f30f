package io.github.ecrmaven.check;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.image.EcrRegistry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a check for a registry.
 *
 * @param registry the registry
 * @param caller the AWS identity that signs in; null if there is none, or it was not asked for
 * @param signedIn whether AWS has returned an authorization token
 * @param tokenExpiresAt when the token expires; null if there is no token, or that is not known
 * @param notes what is unknown or unusual, but does not make a pull fail
 * @param images the images of the registry, in the order of the configuration
 */
public record CheckedRegistry(
        EcrRegistry registry,
        Caller caller,
        boolean signedIn,
        Instant tokenExpiresAt,
        List<String> notes,
        List<CheckedImage> images) {
    /** Copies the lists. */
    public CheckedRegistry {
        notes = List.copyOf(notes);
        images = List.copyOf(images);
    }

    /** Returns what two results of the same registry, with the same identity and the same outcome, have in common. */
    Object identity() {
        return Arrays.asList(registry, caller, signedIn, notes);
    }

    /** Returns the same registry with the images of both. */
    CheckedRegistry and(CheckedRegistry other) {
        return new CheckedRegistry(
                registry,
                caller,
                signedIn,
                tokenExpiresAt,
                notes,
                Stream.concat(images.stream(), other.images.stream()).toList());
    }
}
