package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files that give variables their defaults. */
final class EnvFiles {
    private EnvFiles() {}

    /** Returns the file that a folder has for this; none if it has none. */
    static List<Path> byDefault(Path folder) {
        Path file = folder.resolve(".env");
        return Files.isRegularFile(file) ? List.of(file) : List.of();
    }

    /**
     * Returns variables with those of files, of which a later one overrides the earlier.
     *
     * @param namedBy what names the files
     * @throws ExplainedException if a file cannot be read; the message has no value of it
     */
    static Variables add(List<Path> files, Variables variables, String namedBy) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Path file : files) {
            String text = OutsideText.utf8(YamlFile.read(file, namedBy));
            try {
                DotEnv.parse(text, variables, values);
            } catch (IllegalArgumentException e) {
                throw ExplainedException.configuration("cannot read " + file + ", " + SafeMessage.of(e));
            }
        }
        return variables.with(values);
    }
}
