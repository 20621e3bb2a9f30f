package io.github.ecrmaven.check;

import io.github.ecrmaven.ecr.EcrImage;
import io.github.ecrmaven.image.ImageToPull;

/**
 * The result of a check for an image.
 *
 * @param image the image as it would be pulled
 * @param inEcr the image in ECR
 * @param inEngine whether the engine has it; null if that is not known
 * @param tagDigest the current digest of its tag; null if the tag is not locked, or the digest is not known
 */
public record CheckedImage(ImageToPull image, EcrImage inEcr, Boolean inEngine, String tagDigest) {}
