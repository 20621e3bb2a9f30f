package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

/** JSON as AWS, registries and the AWS CLI write it. */
public final class AwsJson {
    /** Reads it, and passes over what it does not know. */
    public static final ObjectReader READER =
            new ObjectMapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AwsJson() {}
}
