package io.github.ecrmaven.lock;

import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes of a lock file.
 *
 * @param before the old file
 * @param after the new file
 */
public record LockChanges(LockFile before, LockFile after) {
    /** Returns a line for each image that changed, in the order of the file. */
    public List<String> lines() {
        List<String> changed = names(name -> isNew(name) || isRemoved(name) || hasMoved(name));
        int width = changed.stream()
                .mapToInt(name -> shortName(name).length())
                .max()
                .orElse(1);
        return changed.stream()
                .map(name -> String.format(Locale.ROOT, "%-" + width + "s  %s", shortName(name), change(name)))
                .toList();
    }

    private List<String> names(Predicate<String> kind) {
        return Stream.of(before, after)
                .flatMap(file -> file.digests().keySet().stream())
                .filter(kind)
                .sorted()
                .distinct()
                .toList();
    }

    private String change(String name) {
        if (isRemoved(name)) {
            return "removed";
        }
        String digest = ImageReference.withShortDigests(after.digests().get(name));
        return isNew(name)
                ? "locked at " + digest
                : ImageReference.withShortDigests(before.digests().get(name)) + " -> " + digest;
    }

    /**
     * Returns a summary of one line.
     *
     * @param images the number of images that were locked
     */
    public String summary(int images) {
        if (!after.exists()) {
            return "Nothing to lock: each image has a digest or the pull policy Never. "
                    + after.path().getFileName() + " is not written";
        }
        String counts = Stream.of(
                        count(this::hasMoved, "moved"), count(this::isNew, "new"), count(this::isRemoved, "removed"))
                .filter(count -> !count.startsWith("0 "))
                .collect(Collectors.joining(", "));
        return "Locked " + images + (images == 1 ? " image" : " images") + " in "
                + after.path().getFileName() + ": " + (counts.isEmpty() ? "nothing has changed" : counts);
    }

    private String count(Predicate<String> kind, String word) {
        return names(kind).size() + " " + word;
    }

    private boolean isNew(String name) {
        return !before.digests().containsKey(name);
    }

    private boolean isRemoved(String name) {
        return !after.digests().containsKey(name);
    }

    private boolean hasMoved(String name) {
        return !isNew(name)
                && !isRemoved(name)
                && !before.digests().get(name).equals(after.digests().get(name));
    }

    private static String shortName(String name) {
        return ImageReference.parse(name).shortName();
    }
}
