package io.github.ecrmaven.mojo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.ecrmaven.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Path;

/** A file that goals write for programs. */
final class JsonFile {
    private JsonFile() {}

    /**
     * Writes an object to a file, of which nobody ever sees a part. What is unknown is null there, and not left out.
     *
     * @param remedy what to do if that is not possible
     * @throws ExplainedException when that is not possible
     */
    static void write(JsonObject json, Path file, String remedy) {
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(json);
        try {
            AtomicFile.write(file, text + "\n");
        } catch (IOException e) {
            throw notWritten(file, remedy, e);
        }
    }

    static ExplainedException notWritten(Path file, String remedy, IOException reason) {
        return ExplainedException.environment(
                "cannot write " + file + ": " + reason.getClass().getSimpleName() + ": " + reason.getMessage() + ". "
                        + remedy,
                reason);
    }
}
