package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.ecr.SignIns;
import io.github.ecrmaven.image.EcrRegistry;

/**
 * How a module of the build gets an image from its registry: with the credentials that the module is configured with.
 *
 * @param module what messages call the module
 * @param registry that the image is in
 * @param signIns asked only for an image that is pulled
 * @param ecr asked only for an image that the registry does not give
 */
record ImageSource(String module, EcrRegistry registry, SignIns signIns, EcrImages ecr) {
    /** Returns whether another module gets the image in the same way. */
    boolean isSame(ImageSource other) {
        return registry.equals(other.registry) && signIns == other.signIns;
    }
}
