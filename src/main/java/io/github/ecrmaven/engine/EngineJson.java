package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.core.DockerClientConfig;

/** Docker-java's mappers for JSON, with limits for authors who may want to fill the memory. */
final class EngineJson {
    private static final int MOST_VALUES = 200_000;
    private static final int DEEPEST = 500;

    /** What {@link #WHOLE} takes, for messages. */
    static final String LIMITS = MOST_VALUES + " values in one answer, or " + DEEPEST + " levels of them";

    /** For one value: an answer, or a file of docker's. */
    static final ObjectMapper WHOLE = mapper(2L * MOST_VALUES);

    /** For a stream of values: all of them together have no limit. */
    static final ObjectMapper STREAM = mapper(Long.MAX_VALUE);

    private EngineJson() {}

    private static ObjectMapper mapper(long mostTokens) {
        ObjectMapper mapper = DockerClientConfig.getDefaultObjectMapper();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(mostTokens)
                        .maxNestingDepth(DEEPEST)
                        .build());
        // Docker-java makes bytes of credentials by the charset of the machine.
        mapper.getFactory().enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
        return mapper;
    }
}
