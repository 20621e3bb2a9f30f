package io.github.ecrmaven.remove;

/**
 * The options of a removal.
 *
 * @param pulledOnly whether only pulled images are removed, and moved names are restored
 * @param force whether images that a stopped container uses are removed too
 * @param noPrune whether untagged parent images are kept
 * @param failIfInUse whether an image that a container uses is a failure, or else a warning
 */
public record RemoveOptions(boolean pulledOnly, boolean force, boolean noPrune, boolean failIfInUse) {}
