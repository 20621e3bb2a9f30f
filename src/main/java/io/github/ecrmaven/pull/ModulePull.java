package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.remove.PulledNames;
import java.util.List;

/**
 * What one module of a build wants pulled.
 *
 * @param name what messages call the module
 * @param images that it wants
 * @param tokens asked only for a registry that an image is pulled from
 * @param ecr asked only for an image that the registry does not give
 * @param pulled where it is written down what names named before
 */
public record ModulePull(
        String name, List<ImageToPull> images, AuthorizationTokens tokens, EcrImages ecr, PulledNames pulled) {}
