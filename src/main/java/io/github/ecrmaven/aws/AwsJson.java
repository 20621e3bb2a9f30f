package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;

/** Reads the JSON of AWS, registries and the AWS CLI. */
public final class AwsJson {
    /** Ignores unknown properties. */
    public static final ObjectReader READER =
            new ObjectMapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AwsJson() {}

    /** Returns a string, number or boolean of an object as text; empty if it is missing or null. */
    static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name))
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(JsonNode::asText);
    }
}
