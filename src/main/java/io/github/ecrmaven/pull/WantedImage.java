package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageToPull;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image that one or several modules need.
 *
 * @param image the image
 * @param module the first module that needs it
 * @param sources how the modules that need it get it, the first module first
 */
record WantedImage(ImageToPull image, ModulePull module, List<ImageSource> sources) {
    /** Returns the same image as needed by the modules of both. */
    WantedImage and(WantedImage same) {
        List<ImageSource> others = same.sources.stream()
                .filter(other -> sources.stream().noneMatch(other::isSame))
                .toList();
        return new WantedImage(
                image.and(same.image),
                module,
                Stream.concat(sources.stream(), others.stream()).toList());
    }
}
