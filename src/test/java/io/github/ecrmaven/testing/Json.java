package io.github.ecrmaven.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/** JSON, and responses in the AWS JSON protocol. */
final class Json {
    private static final ObjectReader READER = new ObjectMapper().reader();
    private static final ObjectWriter WRITER =
            new ObjectMapper().writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Json() {}

    static JsonNode read(String text) {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Object value) {
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply success(Object value) {
        return reply(200, value);
    }

    static Reply error(Refusal refusal) {
        return reply(refusal.status(), Map.of("__type", refusal.code(), "message", refusal.getMessage()))
                .with("x-amzn-ErrorType", refusal.code());
    }

    private static Reply reply(int status, Object value) {
        return Reply.of(status, "application/x-amz-json-1.1", write(value))
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }
}
