package io.github.ecrmaven.check;

import io.github.ecrmaven.ecr.EcrImage;
import io.github.ecrmaven.image.ImageToPull;

/**
 * What was found about an image.
 *
 * @param image as it would be pulled
 * @param inEcr what ECR says of it
 * @param inEngine whether the engine has it; null where the engine did not say
 * @param tagDigest the digest that its tag has now; null where the tag is not locked, or that is unknown
 */
public record CheckedImage(ImageToPull image, EcrImage inEcr, Boolean inEngine, String tagDigest) {}
