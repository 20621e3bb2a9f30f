package io.github.ecrmaven.check;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.image.EcrRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What was found about a registry.
 *
 * @param registry the registry
 * @param caller who signs in to it; null where nobody can, or it was not tried
 * @param signedIn whether there is an authorization token
 * @param tokenExpiresAt when the authorization token ends; null where there is none, or it does not say
 * @param notes what is unknown or odd, but does not stop a pull
 * @param images in the order given
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

    /** Returns whether another is the same registry, and whoever signs in to it the same. */
    boolean isSignedInToAs(CheckedRegistry other) {
        return registry.equals(other.registry)
                && Objects.equals(caller, other.caller)
                && signedIn == other.signedIn
                && notes.equals(other.notes);
    }

    /** Returns the same with more images. */
    CheckedRegistry and(List<CheckedImage> more) {
        List<CheckedImage> all = Stream.concat(images.stream(), more.stream()).toList();
        return new CheckedRegistry(registry, caller, signedIn, tokenExpiresAt, notes, all);
    }
}
