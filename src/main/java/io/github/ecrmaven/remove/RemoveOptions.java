package io.github.ecrmaven.remove;

/**
 * How images are removed.
 *
 * @param pulledOnly whether only what pulls brought is removed, and what they moved is set back
 * @param force also images that a stopped container uses
 * @param noPrune keep untagged parents
 * @param failIfInUse whether an image that a container uses is a failure, or a warning
 */
public record RemoveOptions(boolean pulledOnly, boolean force, boolean noPrune, boolean failIfInUse) {}
