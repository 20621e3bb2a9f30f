package io.github.ecrmaven.engine;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;

/**
 * JSON mappers for docker-java's models, with limits so that no input fills the memory.
 *
 * <p>Docker-java's own mapper reads each object three times, to keep what its models have no field for; and what is
 * read here of images and engines is a small part of their models. Together that took 0.1 s of each build.
 */
final class EngineJson {
    private static final int MAX_VALUES = 200_000;
    private static final int MAX_DEPTH = 500;

    /** The limits of {@link #WHOLE} in messages. */
    static final String LIMITS = MAX_VALUES + " JSON values or " + MAX_DEPTH + " nested levels in one response";

    /** For a single value: the body of a response, or a file of the docker CLI. */
    static final ObjectMapper WHOLE = mapper(MAX_VALUES);

    /** For a stream of values, which has no limit in total. */
    static final ObjectMapper STREAM = mapper(Long.MAX_VALUE);

    /** What is read of {@link Info}. */
    @JsonIncludeProperties({"DockerRootDir", "Driver", "DriverStatus", "ID", "Name"})
    private interface IdentityAndStore {}

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
        ObjectMapper mapper = new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(InspectImageResponse.class, InspectedImage.class)
                .addMixIn(Info.class, IdentityAndStore.class);
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
