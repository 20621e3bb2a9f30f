package io.github.ecrmaven.engine;

import com.google.gson.stream.JsonReader;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the values of a text in JSON, whose author may want to fill the memory. */
final class JsonValues {
    private static final int MOST = 200_000;

    private final JsonReader in;
    private int count;

    /**
     * A number or a boolean.
     *
     * @param text as it is written
     */
    record Literal(String text) {}

    JsonValues(JsonReader in) {
        this.in = in;
    }

    Object next() throws IOException {
        if (++count > MOST) {
            throw new TooMuchException(MOST + " values in one answer");
        }
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array();
            case BOOLEAN -> new Literal(String.valueOf(in.nextBoolean()));
            case NUMBER -> new Literal(in.nextString());
            case NULL -> {
                in.nextNull();
                yield null;
            }
            default -> in.nextString();
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> fields = new HashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            fields.put(in.nextName(), next());
        }
        in.endObject();
        return fields;
    }

    private List<Object> array() throws IOException {
        List<Object> values = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(next());
        }
        in.endArray();
        return values;
    }
}
