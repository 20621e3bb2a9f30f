package io.github.ecrmaven;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;

/**
 * An image that a build needs.
 *
 * @param reference the image
 * @param registry that it is pulled from
 * @param platform that it must be made for, or null for the engine's own
 * @param policy when it is pulled
 */
public record ImageToPull(ImageReference reference, EcrRegistry registry, Platform platform, PullPolicy policy) {}
