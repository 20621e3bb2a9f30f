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
import java.util.List;
import java.util.Map;

/** Writes JSON files for other programs. */
final class JsonFile {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonFile() {}

    /**
     * Writes an object to a file atomically. Unknown values are null, and not left out.
     *
     * @param object of maps, lists, texts, numbers and booleans
     * @param remedy what the user can do if that fails
     * @throws ExplainedException when that fails
     */
    static void write(Map<String, ?> object, Path file, String remedy) {
        var text = new StringWriter();
        try {
            try (JsonGenerator json = FACTORY.createGenerator(text)) {
                json.setPrettyPrinter(printer());
                write(json, object);
            }
            AtomicFile.write(file, text + "\n");
        } catch (IOException e) {
            throw FileFailure.notWritten(file.toString(), remedy, e);
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

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                write(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof String words) {
            // Others may have put there secrets and control characters.
            json.writeString(OutsideText.lines(KnownSecrets.redact(words)));
        } else {
            json.writeObject(value);
        }
    }
}
