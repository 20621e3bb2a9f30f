package io.github.ecrmaven.engine;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An object in JSON of engines and of docker's files. What is null in it counts as absent.
 *
 * <p>Gson's streams alone are used: to bind data to classes it would load 140 of its own, which takes a pull 30 ms.
 */
final class Json {
    /** The object without fields. */
    static final Json EMPTY = new Json(Map.of());

    /** Each value is a Map, a List, a String or a {@link JsonValues.Literal}. */
    private final Map<?, ?> fields;

    private Json(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** Writes an object of texts and of lists of texts. What is null is left out. */
    static String write(Map<String, ?> fields) {
        var text = new StringWriter();
        try (var out = new JsonWriter(text)) {
            out.setSerializeNulls(false);
            out.beginObject();
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                out.name(field.getKey());
                if (field.getValue() instanceof Collection<?> values) {
                    out.beginArray();
                    for (Object value : values) {
                        out.value((String) value);
                    }
                    out.endArray();
                } else {
                    out.value((String) field.getValue());
                }
            }
            out.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Reads an object.
     *
     * @throws MalformedJsonException when it is not JSON of this form
     */
    static Json read(String text) throws IOException {
        return read(new JsonReader(new StringReader(text)));
    }

    static Json read(byte[] text) throws IOException {
        return read(new String(text, StandardCharsets.UTF_8));
    }

    /**
     * Reads one of several objects in a row.
     *
     * @throws MalformedJsonException when it is not JSON of this form, or not all of it
     * @throws IOException when it cannot be read
     */
    static Json read(JsonReader objects) throws IOException {
        return object(next(objects), objects);
    }

    /**
     * Reads an array of objects.
     *
     * @throws MalformedJsonException when it is not JSON of this form
     */
    static List<Json> readAll(byte[] text) throws IOException {
        var reader = new JsonReader(new StringReader(new String(text, StandardCharsets.UTF_8)));
        return objects(next(reader), reader);
    }

    private static Object next(JsonReader in) throws IOException {
        try {
            return new JsonValues(in).next();
        } catch (EOFException e) {
            throw new MalformedJsonException("no whole value for " + in);
        }
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /**
     * Returns a string, or null where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    String text(String name) throws MalformedJsonException {
        return text(fields.get(name), name);
    }

    String text(String name, String absent) throws MalformedJsonException {
        return has(name) ? text(name) : absent;
    }

    /**
     * Returns a whole number, or 0 where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    long number(String name) throws MalformedJsonException {
        try {
            return has(name) ? new BigDecimal(literal(name)).longValueExact() : 0;
        } catch (ArithmeticException | NumberFormatException e) {
            throw unexpected(name);
        }
    }

    /**
     * Returns whether it is true, which it is not where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    boolean flag(String name) throws MalformedJsonException {
        return has(name) && Boolean.parseBoolean(literal(name));
    }

    private String literal(String name) throws MalformedJsonException {
        if (fields.get(name) instanceof JsonValues.Literal literal) {
            return literal.text();
        }
        throw unexpected(name);
    }

    /** Returns whether a word is in a value, whatever form that has. */
    boolean mentions(String name, String word) {
        return String.valueOf(fields.get(name)).contains(word);
    }

    /**
     * Returns an array of strings, which is empty where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    List<String> texts(String name) throws MalformedJsonException {
        List<String> texts = new ArrayList<>();
        for (Object value : has(name) ? list(fields.get(name), name) : List.of()) {
            texts.add(text(value, name));
        }
        return texts;
    }

    /**
     * Returns an object, which is empty where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    Json object(String name) throws MalformedJsonException {
        return has(name) ? object(fields.get(name), name) : EMPTY;
    }

    /**
     * Returns an array of objects, which is empty where there is none.
     *
     * @throws MalformedJsonException when it is something else
     */
    List<Json> objects(String name) throws MalformedJsonException {
        return has(name) ? objects(fields.get(name), name) : List.of();
    }

    private static String text(Object value, Object at) throws MalformedJsonException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unexpected(at);
    }

    private static Json object(Object value, Object at) throws MalformedJsonException {
        if (value instanceof Map<?, ?> fields) {
            return new Json(fields);
        }
        throw unexpected(at);
    }

    private static List<Json> objects(Object value, Object at) throws MalformedJsonException {
        List<Json> objects = new ArrayList<>();
        for (Object element : list(value, at)) {
            objects.add(object(element, at));
        }
        return objects;
    }

    private static List<?> list(Object value, Object at) throws MalformedJsonException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw unexpected(at);
    }

    /** Does not quote the value, which may be a password. */
    private static MalformedJsonException unexpected(Object at) {
        return new MalformedJsonException("not of the expected form: " + at);
    }
}
