package io.github.ecrmaven;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.image.EcrRegistry;
import java.time.Instant;
import java.util.List;

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
}
