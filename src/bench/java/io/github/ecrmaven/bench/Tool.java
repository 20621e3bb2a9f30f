package io.github.ecrmaven.bench;

import java.util.List;

/**
 * A way to get the images into the engine.
 *
 * @param name the name in the table
 * @param before which images the engine has before the run
 * @param commands the commands to run; none to download all layers without a tool
 * @param atOnce whether all commands run in parallel; otherwise one after the other
 */
record Tool(String name, Images before, List<List<String>> commands, boolean atOnce) {
    /** Which of the images the engine has before a run. */
    enum Images {
        NONE,
        ALL,
        /** The tool does not use the images. */
        ANY
    }

    Tool(String name, Images before, List<String> command) {
        this(name, before, List.of(command), false);
    }
}
