package io.github.ecrmaven.mojo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.ecrmaven.image.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** Writes JSON files for other programs. */
final class JsonFile {
    private JsonFile() {}

    /**
     * Writes an object to a file atomically. Unknown values are null, and not left out. Texts are written without
     * secrets and control characters, which other programs may have put there.
     *
     * @param json the object, of maps, collections, texts, numbers and booleans
     * @param remedy what the user can do if the file cannot be written
     * @throws ExplainedException if the file cannot be written
     */
    static void write(Map<String, ?> json, Path file, String remedy) {
        try {
            AtomicFile.write(file, text(json));
        } catch (IOException e) {
            throw FileFailure.notWritten(file.toString(), remedy, e);
        }
    }

    private static String text(Map<String, ?> json) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text).setPrettyPrinter(printer())) {
            write(json, out);
        }
        return text + "\n";
    }

    /** Writes a value token by token: Jackson's mapper would load 50 more classes in each build. */
    private static void write(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> object) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> array) {
            out.writeStartArray();
            for (Object element : array) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value instanceof String text) {
            out.writeString(OutsideText.lines(KnownSecrets.redact(text)));
        } else {
            out.writePOJO(value);
        }
    }

    private static DefaultPrettyPrinter printer() {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return printer;
    }
}
