package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files that give variables their defaults. */
final class EnvFiles {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

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
            String text = new String(YamlFile.read(file, namedBy), StandardCharsets.UTF_8);
            try {
                DotEnv.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, variables, values);
            } catch (IllegalArgumentException e) {
                throw ExplainedException.configuration("cannot read " + file + ", " + SafeMessage.of(e));
            }
        }
        return variables.with(values);
    }
}
