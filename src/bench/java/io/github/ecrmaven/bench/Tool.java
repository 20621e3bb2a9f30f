package io.github.ecrmaven.bench;

import java.util.List;

/**
 * A way to have the images in the engine.
 *
 * @param name as the table has it
 * @param before what the engine has when it starts
 * @param commands what to run; nothing, if all layers are to be downloaded by none of them
 * @param atOnce whether all commands run at once, or each when the one before it has ended
 */
record Tool(String name, Images before, List<List<String>> commands, boolean atOnce) {
    /** Which of the images the engine has. */
    enum Images {
        NONE,
        ALL,
        /** It does not matter to the tool. */
        ANY
    }

    Tool(String name, Images before, List<String> command) {
        this(name, before, List.of(command), false);
    }
}
