package io.github.ecrmaven.engine;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.github.dockerjava.api.command.InspectImageResponse;

/** Docker-java's model of an image, with the variant of its platform, which that lacks. */
@JsonDeserialize(as = InspectedImage.class)
@JsonIncludeProperties({"Architecture", "Id", "Os", "RepoDigests", "RepoTags", "RootFS", "Size", "Variant"})
final class InspectedImage extends InspectImageResponse {
    private static final long serialVersionUID = 1;

    @JsonProperty("Variant")
    private String variant;

    /** Returns the variant of the architecture, such as {@code v7}; null for none. */
    String variant() {
        return variant;
    }
}
