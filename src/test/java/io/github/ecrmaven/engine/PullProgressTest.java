package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as the engines send them. Time stands still but for {@link #after}. */
class PullProgressTest {
    private final List<String> log = new ArrayList<>();
    private long now = -1;
    private final PullProgress progress = new PullProgress("app:1", log::add, () -> now);

    @Test
    void dockerDownloadsThenExtracts() {
        frame("{'status':'Pulling from team/app','id':'1'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'7a0a992eddc7'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'9ad35e2764a8'}");
        frame("{'status':'Already exists','progressDetail':{},'id':'be04dd5f5c2d'}");
        frame("{'status':'Waiting','progressDetail':{},'id':'9ad35e2764a8'}");
        frame("{'status':'Downloading','progressDetail':{'current':32768,'total':3000000},'id':'7a0a992eddc7'}");
        after(2, "{'status':'Downloading','progressDetail':{'current':1500000,'total':3000000},'id':'7a0a992eddc7'}");
        after(2, "{'status':'Downloading','progressDetail':{'current':500000,'total':1000000},'id':'9ad35e2764a8'}");
        frame("{'status':'Verifying Checksum','progressDetail':{},'id':'9ad35e2764a8'}");
        after(2, "{'status':'Download complete','progressDetail':{},'id':'9ad35e2764a8'}");
        frame("{'status':'Download complete','progressDetail':{},'id':'7a0a992eddc7'}");
        after(2, "{'status':'Extracting','progressDetail':{'current':32768,'total':3000000},'id':'7a0a992eddc7'}");
        after(2, "{'status':'Pull complete','progressDetail':{},'id':'7a0a992eddc7'}");
        after(2, "{'status':'Pull complete','progressDetail':{},'id':'9ad35e2764a8'}");
        after(2, "{'status':'Digest: sha256:a48e'}");
        after(2, "{'status':'Status: Downloaded newer image for team/app:1'}");

        assertThat(log)
                .containsExactly(
                        "  app:1: 1 of 3 layers done, 1.5 of 3.0 MB",
                        "  app:1: 1 of 3 layers done, 2.0 of 4.0 MB",
                        "  app:1: 1 of 3 layers done, 2.5 of 4.0 MB",
                        "  app:1: 1 of 3 layers done, 4.0 of 4.0 MB",
                        "  app:1: 2 of 3 layers done, 4.0 of 4.0 MB",
                        "  app:1: 3 of 3 layers done, 4.0 of 4.0 MB");
    }

    @Test
    void dockerWithContainerdTellsOfExtractionInSeconds() {
        frame("{'status':'Pulling from team/app','id':'1'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'fb9ef0135970'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'ceb73b050c33'}");
        frame("{'status':'Download complete','progressDetail':{'hidecounts':true},'id':'ceb73b050c33'}");
        after(2, "{'status':'Downloading','progressDetail':{'current':1048576,'total':3001080},'id':'fb9ef0135970'}");
        frame("{'status':'Download complete','progressDetail':{'hidecounts':true},'id':'fb9ef0135970'}");
        after(2, "{'status':'Extracting','progressDetail':{'current':7,'units':'s'},'id':'fb9ef0135970'}");
        after(2, "{'status':'Pull complete','progressDetail':{'hidecounts':true},'id':'fb9ef0135970'}");

        assertThat(log)
                .containsExactly(
                        "  app:1: 0 of 2 layers done, 1.0 of 3.0 MB",
                        "  app:1: 0 of 2 layers done, 3.0 of 3.0 MB",
                        "  app:1: 1 of 2 layers done, 3.0 of 3.0 MB");
    }

    @Test
    void podmanTellsOfTheDownloadAloneAndLastOfTheImageItself() {
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'ee479d6bde73'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'9c0f868294c1'}");
        frame("{'status':'Download complete','progressDetail':{},'id':'9c0f868294c1'}");
        after(2, "{'status':'Downloading','progressDetail':{'current':2132768,'total':3001081},'id':'ee479d6bde73'}");
        after(2, "{'status':'Download complete','progressDetail':{},'id':'ee479d6bde73'}");
        frame("{'status':'Pulling fs layer','progressDetail':{},'id':'64651c76628c'}");
        after(2, "{'status':'Download complete','progressDetail':{},'id':'64651c76628c'}");

        assertThat(log)
                .containsExactly(
                        "  app:1: 1 of 2 layers done, 2.1 of 3.0 MB",
                        "  app:1: 2 of 2 layers done, 3.0 of 3.0 MB",
                        "  app:1: 3 of 3 layers done, 3.0 of 3.0 MB");
    }

    @Test
    void saysNothingBeforeTwoSecondsHavePassed() {
        frame("{'status':'Downloading','progressDetail':{'current':1,'total':9000000},'id':'a'}");
        now += Duration.ofSeconds(2).toNanos() - 1;
        frame("{'status':'Downloading','progressDetail':{'current':2,'total':9000000},'id':'a'}");

        assertThat(log).isEmpty();
    }

    @Test
    void saysOneLineEveryTwoSecondsHoweverManyFramesCome() {
        for (int frames = 0; frames < 1000; frames++) {
            now += Duration.ofMillis(10).toNanos();
            frame("{'status':'Downloading','progressDetail':{'current':1000000,'total':9000000},'id':'a'}");
        }

        assertThat(log).hasSize(5);
    }

    @Test
    void saysNothingOfAnImageThatIsUpToDate() {
        after(2, "{'status':'Pulling from team/app','id':'1'}");
        after(2, "{'status':'Digest: sha256:a48e'}");
        after(2, "{'status':'Status: Image is up to date for team/app:1'}");

        assertThat(log).isEmpty();
    }

    @Test
    void doesNotGoBackWhenALayerIsDownloadedAgain() {
        after(2, "{'status':'Downloading','progressDetail':{'current':2000000,'total':3000000},'id':'a'}");
        after(2, "{'status':'Retrying in 5 seconds','progressDetail':{},'id':'a'}");
        after(2, "{'status':'Downloading','progressDetail':{'current':100,'total':3000000},'id':'a'}");

        assertThat(log)
                .containsOnly("  app:1: 0 of 1 layers done, 2.0 of 3.0 MB")
                .hasSize(3);
    }

    @Test
    void doesNotGoBackWhenADownloadOfUnknownSizeEnds() {
        after(2, "{'status':'Downloading','progressDetail':{'current':2000000,'total':-1},'id':'a'}");
        after(2, "{'status':'Verifying Checksum','progressDetail':{},'id':'a'}");
        after(2, "{'status':'Already exists','progressDetail':{},'id':'a'}");

        assertThat(log)
                .containsExactly(
                        "  app:1: 0 of 1 layers done, 2.0 of 2.0 MB",
                        "  app:1: 1 of 1 layers done, 2.0 of 2.0 MB",
                        "  app:1: 1 of 1 layers done, 2.0 of 2.0 MB");
    }

    @Test
    void isNeverMoreThanTheWhole() {
        after(2, "{'status':'Downloading','progressDetail':{'current':4000000,'total':3000000},'id':'a'}");

        assertThat(log).containsExactly("  app:1: 0 of 1 layers done, 4.0 of 4.0 MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'id':'a'}",
                "{'status':'Downloading'}",
                "{'status':'Something new','id':'a'}",
                "{'errorDetail':{'message':'no space left on device'},'error':'no space left on device'}",
            })
    void passesOverAnyOtherFrame(String json) {
        after(2, json);

        assertThat(log).isEmpty();
    }

    @Test
    void aDownloadWithoutNumbersIsOneOfNoSize() {
        after(2, "{'status':'Downloading','id':'a'}");

        assertThat(log).containsExactly("  app:1: 0 of 1 layers done, 0.0 of 0.0 MB");
    }

    private void after(int seconds, String json) {
        now += Duration.ofSeconds(seconds).toNanos();
        frame(json);
    }

    private void frame(String json) {
        try {
            progress.accept(new ObjectMapper()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json.replace('\'', '"'), PullResponseItem.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
