package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.PullState;

/**
 * An image that is in the engine.
 *
 * @param image the image
 * @param outcome how it got there
 * @param byOwnName whether it was found by its own name, and so may be from another registry than its mirror
 * @param fromOtherModule whether another module has found or pulled it
 */
public record PresentImage(LocalImage image, PullState outcome, boolean byOwnName, boolean fromOtherModule) {
    /** Returns whether the image was pulled in this build, even if the registry had nothing newer. */
    boolean isPulled() {
        return outcome != PullState.ALREADY_PRESENT;
    }
}
