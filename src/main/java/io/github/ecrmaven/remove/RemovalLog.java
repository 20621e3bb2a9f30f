package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.Removal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Logs what a run of removals does, and counts it for a summary. Engines do not tell how many bytes a removal frees.
 */
public final class RemovalLog {
    private final Consumer<String> info;
    private final Consumer<String> debug;
    private final Consumer<String> warnings;
    /** Docker's containerd store may say more than once that it has deleted an image. */
    private final Set<String> deleted = new HashSet<>();

    private int images;
    private long names;

    /**
     * Creates a log; each consumer receives lines.
     *
     * @param info what was done
     * @param debug each name and layer that the engine says it has removed
     * @param warnings what could not be done but is no failure
     */
    public RemovalLog(Consumer<String> info, Consumer<String> debug, Consumer<String> warnings) {
        this.info = info;
        this.debug = debug;
        this.warnings = warnings;
    }

    void info(String line) {
        info.accept(line);
    }

    void warn(String line) {
        warnings.accept(line);
    }

    /** Logs the removal of an image or of one of its names. */
    void removed(Object image, Removal removal) {
        removal.untagged().forEach(name -> debug.accept("Untagged " + name));
        removal.deleted().forEach(id -> debug.accept("Deleted " + id));
        names += removal.untagged().stream().filter(name -> !name.contains("@")).count();
        if (removal.deleted().isEmpty()) {
            info.accept("Untagged " + image);
        } else {
            images += deleted.addAll(removal.deleted()) ? 1 : 0;
            info.accept("Removed " + image);
        }
    }

    /** Logs that a name was removed from an image that stays. */
    void untagged(String name, String reason) {
        names++;
        info.accept("Untagged " + name + "; " + reason);
    }

    /** Returns the summary of the run: {@code Removed 2 images and 3 names}. */
    public String summary() {
        if (names == 0 && images == 0) {
            return "Nothing was removed";
        }
        String ofNames = names == 1 ? "1 name" : names + " names";
        if (images > 0) {
            return "Removed " + (images == 1 ? "1 image" : images + " images") + " and " + ofNames;
        }
        return "Removed " + ofNames
                + (names == 1
                        ? "; another name or a container keeps its image"
                        : "; other names or containers keep their images");
    }
}
