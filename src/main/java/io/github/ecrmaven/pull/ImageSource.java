package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.ecr.RegistryLogins;
import io.github.ecrmaven.image.EcrRegistry;

/**
 * How a module gets an image: the registry, and the module's credentials for it.
 *
 * @param module the module's name in messages
 * @param registry the registry of the image
 * @param logins used only if the image is pulled
 * @param ecr used only to explain why the image cannot be pulled
 */
record ImageSource(String module, EcrRegistry registry, RegistryLogins logins, EcrImages ecr) {
    /** Returns whether another module gets the image from the same registry with the same credentials. */
    boolean isSame(ImageSource other) {
        return registry.equals(other.registry) && logins == other.logins;
    }
}
