package io.github.ecrmaven.engine;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** JSON of engines and of docker's files. Records name what is read of it; what is absent there is null. */
final class Json {
    private static final Gson PLAIN =
            new GsonBuilder().disableHtmlEscaping().disableJdkUnsafe().create();

    /** For what has names such as {@code RepoDigests}: all that is not a stream or an error. */
    private static final Gson CAPITALIZED = PLAIN.newBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE)
            .create();

    private Json() {}

    static String write(Object value) {
        return PLAIN.toJson(value);
    }

    /**
     * Reads an object whose names begin with small letters.
     *
     * @throws MalformedJsonException when it is not JSON of this form
     */
    static <T> T read(String text, Class<T> type) throws IOException {
        return next(PLAIN, new JsonReader(new StringReader(text)), type);
    }

    /**
     * Reads one of several objects in a row.
     *
     * @throws MalformedJsonException when it is not JSON of this form, or not all of it
     * @throws IOException when it cannot be read
     */
    static <T> T read(JsonReader objects, Class<T> type) throws IOException {
        return next(PLAIN, objects, type);
    }

    /**
     * Reads an object, or an array of them, whose names begin with capital letters.
     *
     * @throws MalformedJsonException when it is not JSON of this form
     */
    static <T> T readCapitalized(byte[] text, Class<T> type) throws IOException {
        return readCapitalized(new String(text, StandardCharsets.UTF_8), type);
    }

    static <T> T readCapitalized(String text, Class<T> type) throws IOException {
        return next(CAPITALIZED, new JsonReader(new StringReader(text)), type);
    }

    private static <T> T next(Gson gson, JsonReader reader, Class<T> type) throws IOException {
        try {
            T value = gson.fromJson(reader, type);
            if (value == null) {
                throw new MalformedJsonException("it is empty");
            }
            return value;
        } catch (JsonParseException e) {
            boolean unreadable = e.getCause() instanceof IOException && !(e.getCause() instanceof EOFException);
            throw unreadable ? (IOException) e.getCause() : new MalformedJsonException(e.getMessage());
        }
    }
}
