package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;

/** JSON as AWS, registries and the AWS CLI write it. */
public final class AwsJson {
    /** Reads it, and passes over what it does not know. */
    public static final ObjectReader READER =
            new ObjectMapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AwsJson() {}

    /** Returns a text, number or truth value of an object as text; empty where there is none, or null. */
    static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name))
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(JsonNode::asText);
    }
}
