package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads files of YAML within limits, and does not create Java objects from them. */
final class YamlFile {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ALIASES = 1000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();

    private YamlFile() {}

    /**
     * Returns the roots of the documents of a file.
     *
     * @param namedBy what names the file
     * @throws ExplainedException if it cannot be read, or is no YAML
     */
    static List<Node> documents(Path file, String namedBy) {
        byte[] bytes = read(file, namedBy);
        try {
            checkDepth(file, new Parse(SETTINGS).parseInputStream(new ByteArrayInputStream(bytes)));
            List<Node> documents = new ArrayList<>();
            new Compose(SETTINGS)
                    .composeAllFromInputStream(new ByteArrayInputStream(bytes))
                    .forEach(documents::add);
            return documents;
        } catch (MarkedYamlEngineException e) {
            throw bad(place(file, e.getProblemMark()), e.getProblem().replaceFirst("\\. \\(Do not use.*", ""));
        } catch (ReaderException e) {
            throw bad(file.toString(), "it has a character that YAML does not allow");
        } catch (YamlEngineException e) {
            throw bad(file.toString(), "it has more than " + MAX_ALIASES + " aliases of lists and mappings");
        }
    }

    /**
     * Reads a file.
     *
     * @param namedBy what names the file
     * @throws ExplainedException if it cannot be read, or is larger than 1 MiB
     */
    static byte[] read(Path file, String namedBy) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw bad(file.toString(), "it is larger than 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw bad(file.toString(), FileFailure.reason(e) + ". Correct " + namedBy);
        }
    }

    /** The library would need a stack as deep as the file. */
    private static void checkDepth(Path file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw bad(file.toString(), "it has more than " + MAX_DEPTH + " lists and mappings within each other");
            }
        }
    }

    /** Returns a file and, if it is known, the line in it. */
    static String place(Path file, Optional<Mark> mark) {
        return file + mark.map(at -> ", line " + (at.getLine() + 1)).orElse("");
    }

    private static ExplainedException bad(String place, String reason) {
        return ExplainedException.configuration("cannot read " + place + ": " + reason);
    }
}
