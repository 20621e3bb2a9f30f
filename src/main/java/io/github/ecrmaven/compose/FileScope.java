package io.github.ecrmaven.compose;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The directory and the variables by which the values of a compose file are read.
 *
 * @param directory that relative paths in the file begin at
 * @param variables that the file can use
 * @param notes takes remarks for the user, a line each
 */
record FileScope(Path directory, Variables variables, Consumer<String> notes) {
    Path resolve(String path) {
        return directory.resolve(path).normalize();
    }
}
