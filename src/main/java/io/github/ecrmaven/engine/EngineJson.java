package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientConfig;

/** Docker-java's JSON mappers, with limits so that no input fills the memory. */
final class EngineJson {
    private static final int MAX_VALUES = 200_000;
    private static final int MAX_DEPTH = 500;

    /** The limits of {@link #WHOLE} in messages. */
    static final String LIMITS = MAX_VALUES + " JSON values or " + MAX_DEPTH + " nested levels in one response";

    /** For a single value: the body of a response, or a file of the docker CLI. */
    static final ObjectMapper WHOLE = mapper(2L * MAX_VALUES);

    /** For a stream of values, which has no limit in total. */
    static final ObjectMapper STREAM = mapper(Long.MAX_VALUE);

    private EngineJson() {}

    /** Loads the classes for the responses that every build gets. */
    static void preload() {
        try {
            WHOLE.readValue("{}", Version.class);
            WHOLE.readValue("{}", InspectImageResponse.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectMapper mapper(long maxTokens) {
        ObjectMapper mapper = DockerClientConfig.getDefaultObjectMapper();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(maxTokens)
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        // Docker-java encodes the JSON of credentials in the platform's default charset.
        mapper.getFactory().enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
        return mapper;
    }
}
