package io.github.ecrmaven.remove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.Removal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalLogTest {
    private static final String APP = "registry.example/app:1";
    private static final String DIGEST = "registry.example/app@sha256:1";

    private final List<String> info = new ArrayList<>();
    private final List<String> debug = new ArrayList<>();
    private final RemovalLog log = new RemovalLog(info::add, debug::add, info::add);

    @Test
    void theDigestOfADeletedImageDoesNotCountAsAName() {
        log.removed(APP, new Removal(List.of(APP, DIGEST), List.of("sha256:1", "sha256:2")));

        assertThat(info).containsExactly("Removed " + APP);
        assertThat(debug)
                .containsExactly("Untagged " + APP, "Untagged " + DIGEST, "Deleted sha256:1", "Deleted sha256:2");
        assertThat(log.summary()).isEqualTo("Removed 1 image and 1 name");
    }

    @Test
    void theSummarySaysWhyAnUntaggedImageIsKept() {
        log.removed(APP, new Removal(List.of(APP), List.of()));

        assertThat(info).containsExactly("Untagged " + APP);
        assertThat(log.summary()).isEqualTo("Removed 1 name; another name or a container keeps its image");
    }

    @Test
    void theSummarySaysWhySeveralUntaggedImagesAreKept() {
        log.untagged(APP, "its image was there before");
        log.removed("other:1", new Removal(List.of("other:1"), List.of()));

        assertThat(info).containsExactly("Untagged " + APP + "; its image was there before", "Untagged other:1");
        assertThat(log.summary()).isEqualTo("Removed 2 names; other names or containers keep their images");
    }

    @Test
    void theSummaryOfImagesAndNamesDoesNotMentionKeptImages() {
        log.removed("local:1", new Removal(List.of("local:1"), List.of()));
        log.removed(APP, new Removal(List.of(APP), List.of("sha256:1")));
        log.removed("other:1", new Removal(List.of("other:1"), List.of("sha256:2")));

        assertThat(log.summary()).isEqualTo("Removed 2 images and 3 names");
    }

    @Test
    void anImageThatTheEngineReportsAsDeletedTwiceCountsOnce() {
        log.removed(APP, new Removal(List.of(APP), List.of("sha256:1")));
        log.removed("sha256:1", new Removal(List.of(), List.of("sha256:1")));

        assertThat(log.summary()).isEqualTo("Removed 1 image and 1 name");
    }

    @Test
    void theSummarySaysThatNothingWasRemoved() {
        log.info(APP + " is not present; nothing to remove");

        assertThat(log.summary()).isEqualTo("Nothing was removed");
    }
}
