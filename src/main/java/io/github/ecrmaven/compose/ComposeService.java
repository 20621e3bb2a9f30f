package io.github.ecrmaven.compose;

/**
 * A service of a compose project that has an image.
 *
 * @param name the service's name
 * @param image the image as it is written, with the values of variables
 * @param platform such as {@code linux/arm64}; null for none
 * @param pullPolicy as compose names it, such as {@code always}; null for none
 * @param isBuilt whether compose can also build the image
 * @param place where the image is written: file, line, and path in the file
 * @param problem why the image is none, as variables are not set; null if it is one
 */
public record ComposeService(
        String name, String image, String platform, String pullPolicy, boolean isBuilt, String place, String problem) {}
