package io.github.ecrmaven.mojo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.github.ecrmaven.image.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes JSON files for other programs. */
final class JsonFile {
    private static final ObjectWriter WRITER = writer();

    private JsonFile() {}

    /**
     * Writes an object to a file atomically. Unknown values are null, and not left out.
     *
     * @param json the object, of maps, lists, texts, numbers and booleans
     * @param remedy what the user can do if the file cannot be written
     * @throws ExplainedException if the file cannot be written
     */
    static void write(Map<String, ?> json, Path file, String remedy) {
        try {
            AtomicFile.write(file, WRITER.writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw FileFailure.notWritten(file.toString(), remedy, e);
        }
    }

    private static ObjectWriter writer() {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return new ObjectMapper()
                .registerModule(new SimpleModule().addSerializer(String.class, new TextOfOthers()))
                .writer(printer);
    }

    /** Takes out of each text what others may have put there: secrets and control characters. */
    private static final class TextOfOthers extends StdScalarSerializer<String> {
        private static final long serialVersionUID = 1;

        TextOfOthers() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(OutsideText.lines(KnownSecrets.redact(text)));
        }
    }
}
