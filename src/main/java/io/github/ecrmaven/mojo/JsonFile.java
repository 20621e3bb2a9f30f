package io.github.ecrmaven.mojo;

import com.google.gson.stream.JsonWriter;
import io.github.ecrmaven.image.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** A file that goals write for programs. */
final class JsonFile {
    private JsonFile() {}

    /**
     * Writes an object to a file, of which nobody ever sees a part. What is unknown is null there, and not left out.
     *
     * @param json of maps, lists, texts, numbers and booleans
     * @param remedy what to do if that is not possible
     * @throws ExplainedException when that is not possible
     */
    static void write(Map<String, ?> json, Path file, String remedy) {
        var text = new StringWriter();
        try (var out = new JsonWriter(text)) {
            out.setIndent("  ");
            write(json, out);
            AtomicFile.write(file, text + "\n");
        } catch (IOException e) {
            throw notWritten(file, remedy, e);
        }
    }

    private static void write(Object value, JsonWriter out) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            out.beginObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                out.name((String) field.getKey());
                write(field.getValue(), out);
            }
            out.endObject();
        } else if (value instanceof Collection<?> values) {
            out.beginArray();
            for (Object element : values) {
                write(element, out);
            }
            out.endArray();
        } else if (value instanceof Number number) {
            out.value(number);
        } else if (value instanceof Boolean truth) {
            out.value(truth);
        } else {
            out.value(value == null ? null : OutsideText.lines(KnownSecrets.strike((String) value)));
        }
    }

    static ExplainedException notWritten(Path file, String remedy, IOException reason) {
        return ExplainedException.environment(
                "cannot write " + file + ": " + reason.getClass().getSimpleName() + ": " + SafeMessage.of(reason) + ". "
                        + remedy,
                reason);
    }
}
