package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.remove.TagUsage;
import java.util.List;

/**
 * The images that one module of a build needs, and how it gets them.
 *
 * @param name the module's name in messages
 * @param images the images
 * @param tokens used only if an image is pulled
 * @param ecr used only to explain why an image cannot be pulled
 * @param usage the module's journal, and the names that it needs
 */
public record ModulePull(
        String name, List<ImageToPull> images, AuthorizationTokens tokens, EcrImages ecr, TagUsage usage) {}
