package io.github.ecrmaven.pull;

import static io.github.ecrmaven.engine.LayerProgress.Stage.ALREADY_EXISTS;
import static io.github.ecrmaven.engine.LayerProgress.Stage.COMPLETE;
import static io.github.ecrmaven.engine.LayerProgress.Stage.DOWNLOADED;
import static io.github.ecrmaven.engine.LayerProgress.Stage.DOWNLOADING;
import static io.github.ecrmaven.engine.LayerProgress.Stage.EXTRACTING;
import static io.github.ecrmaven.engine.LayerProgress.Stage.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.LayerProgress;
import io.github.ecrmaven.engine.LayerProgress.Stage;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.pull.ProgressTracker.ImageProgress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock of these tests moves only in {@link #after}. */
class ProgressTrackerTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final long MB = 1_000_000;

    private long now = -1;
    private final ProgressTracker tracker = new ProgressTracker(() -> now);
    private final ImageProgress app = image("app");
    private final ImageProgress db = image("db");

    static Stream<Arguments> coursesOfALayer() {
        return Stream.of(
                Arguments.of("is known", "0/1 layers", List.of(layer(WAITING, 0, 0))),
                Arguments.of("is coming", "0/1 layers 1.0/3.0 MB", List.of(layer(DOWNLOADING, MB, 3 * MB))),
                Arguments.of(
                        "has come, and is yet to be unpacked",
                        "0/1 layers 3.0/3.0 MB extracting",
                        List.of(layer(DOWNLOADING, MB, 3 * MB), layer(DOWNLOADED, 0, 0))),
                Arguments.of(
                        "is unpacked, whose numbers are not of bytes that come",
                        "0/1 layers 3.0/3.0 MB extracting",
                        List.of(layer(DOWNLOADING, MB, 3 * MB), layer(EXTRACTING, 7, 0))),
                Arguments.of(
                        "is complete",
                        "1/1 layers 3.0/3.0 MB",
                        List.of(layer(DOWNLOADING, MB, 3 * MB), layer(COMPLETE, 0, 0))),
                Arguments.of(
                        "is so small that it was never seen coming",
                        "1/1 layers",
                        List.of(layer(WAITING, 0, 0), layer(DOWNLOADED, 0, 0), layer(COMPLETE, 0, 0))),
                Arguments.of("exists", "1/1 layers", List.of(layer(ALREADY_EXISTS, 0, 0))),
                Arguments.of(
                        "exists, and brings nothing of what it has",
                        "1/1 layers",
                        List.of(layer(WAITING, 0, 3 * MB), layer(ALREADY_EXISTS, 0, 3 * MB))),
                Arguments.of(
                        "exists after a part of it came",
                        "1/1 layers 2.0/2.0 MB",
                        List.of(layer(DOWNLOADING, 2 * MB, 3 * MB), layer(ALREADY_EXISTS, 0, 0))),
                Arguments.of(
                        "is downloaded again",
                        "0/1 layers 2.0/3.0 MB",
                        List.of(layer(DOWNLOADING, 2 * MB, 3 * MB), layer(DOWNLOADING, 100, 3 * MB))),
                Arguments.of(
                        "is downloaded again after all of it came",
                        "0/1 layers 3.0/3.0 MB extracting",
                        List.of(
                                layer(DOWNLOADING, 2 * MB, 3 * MB),
                                layer(DOWNLOADED, 0, 0),
                                layer(WAITING, 0, 0),
                                layer(DOWNLOADING, 100, 3 * MB))),
                Arguments.of(
                        "is pulled again after it was complete",
                        "1/1 layers 3.0/3.0 MB",
                        List.of(
                                layer(DOWNLOADING, 2 * MB, 3 * MB),
                                layer(COMPLETE, 0, 0),
                                layer(WAITING, 0, 0),
                                layer(ALREADY_EXISTS, 0, 0))),
                Arguments.of(
                        "turns out to be bigger",
                        "0/1 layers 2.0/5.0 MB",
                        List.of(layer(DOWNLOADING, 2 * MB, 3 * MB), layer(DOWNLOADING, 2 * MB, 5 * MB))),
                Arguments.of(
                        "is more than the whole", "0/1 layers 4.0/4.0 MB", List.of(layer(DOWNLOADING, 4 * MB, 3 * MB))),
                Arguments.of(
                        "comes from an engine that tells no total",
                        "0/1 layers 2.0 MB",
                        List.of(layer(DOWNLOADING, 2 * MB, 0))),
                Arguments.of(
                        "came from an engine that tells no total",
                        "1/1 layers 2.0 MB",
                        List.of(layer(DOWNLOADING, 2 * MB, -1), layer(COMPLETE, 0, -1))),
                Arguments.of(
                        "comes from an engine that tells nothing", "0/1 layers", List.of(layer(DOWNLOADING, -1, -1))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("coursesOfALayer")
    void aLayer(String what, String shown, List<LayerProgress> told) {
        db.state(PullState.ALREADY_PRESENT);
        told.forEach(app);

        assertThat(text(row(0).progress())).isEqualTo(shown);
        assertThat(text(tracker.snapshot().total())).isEqualTo(shown);
    }

    @Test
    void anImageIsTheSumOfItsLayers() {
        app.accept(new LayerProgress("a", DOWNLOADING, MB, 4 * MB));
        app.accept(new LayerProgress("b", DOWNLOADING, 2 * MB, 2 * MB));
        app.accept(new LayerProgress("b", COMPLETE, 0, 0));
        app.accept(new LayerProgress("c", ALREADY_EXISTS, 0, 0));

        assertThat(text(row(0).progress())).isEqualTo("2/3 layers 3.0/6.0 MB");
    }

    @Test
    void oneLayerWithoutATotalMakesTheSumUnknown() {
        app.accept(new LayerProgress("a", DOWNLOADING, MB, 4 * MB));
        app.accept(new LayerProgress("b", DOWNLOADING, MB, 0));

        assertThat(text(row(0).progress())).isEqualTo("0/2 layers 2.0 MB");
    }

    @Test
    void aWaitingLayerMakesTheSumUnknown() {
        app.accept(new LayerProgress("a", DOWNLOADING, 4 * MB, 4 * MB));
        app.accept(new LayerProgress("b", WAITING, 0, 0));

        assertThat(text(row(0).progress())).isEqualTo("0/2 layers 4.0 MB");
        assertThat(row(0).share()).isZero();
    }

    @Test
    void aWaitingImageMakesTheTotalUnknown() {
        app.accept(new LayerProgress("a", DOWNLOADING, 4 * MB, 4 * MB));
        app.state(PullState.PULLED);

        assertThat(text(tracker.snapshot().total())).isEqualTo("1/1 layers 4.0 MB");
        assertThat(tracker.snapshot().share()).isEqualTo(0.5);

        db.state(PullState.ALREADY_PRESENT);

        assertThat(text(tracker.snapshot().total())).isEqualTo("1/1 layers 4.0/4.0 MB");
        assertThat(tracker.snapshot().share()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "WAITING,     0, waiting",
        "DOWNLOADING, 0, waiting",
        "DOWNLOADING, 1, pulling",
        "DOWNLOADED,  0, extracting",
        "COMPLETE,    0, pulling"
    })
    void anImageWhoseLayersAreQueuedIsWaiting(Stage stage, long bytes, String doing) {
        app.state(PullState.PULLING);
        assertThat(row(0).doing()).isEqualTo("pulling");

        app.accept(layer(stage, bytes, 0));

        assertThat(row(0).doing()).isEqualTo(doing);
    }

    @Test
    void theTotalOfALayerIsAtLeastItsDownloadedBytes() {
        app.accept(new LayerProgress("base", DOWNLOADING, 4 * MB, 0));
        db.accept(new LayerProgress("base", DOWNLOADING, MB, 2 * MB));

        assertThat(text(tracker.snapshot().total())).isEqualTo("0/1 layers 4.0/4.0 MB");
    }

    @Test
    void aLayerOfTwoImagesCountsOnce() {
        app.accept(new LayerProgress("base", DOWNLOADING, 2 * MB, 4 * MB));
        db.accept(new LayerProgress("base", DOWNLOADING, 3 * MB, 4 * MB));
        db.accept(new LayerProgress("own", DOWNLOADING, MB, MB));

        assertThat(text(row(0).progress())).isEqualTo("0/1 layers 2.0/4.0 MB");
        assertThat(text(row(1).progress())).isEqualTo("0/2 layers 4.0/5.0 MB");
        assertThat(text(tracker.snapshot().total())).isEqualTo("0/2 layers 4.0/5.0 MB");
    }

    @Test
    void aLayerThatAnotherImageDownloadedIsDone() {
        app.accept(new LayerProgress("base", DOWNLOADING, 4 * MB, 4 * MB));
        app.accept(new LayerProgress("base", COMPLETE, 0, 0));
        db.accept(new LayerProgress("base", ALREADY_EXISTS, 0, 0));

        assertThat(text(row(1).progress())).isEqualTo("1/1 layers");
        assertThat(text(tracker.snapshot().total())).isEqualTo("1/1 layers 4.0/4.0 MB");
    }

    @Test
    void aLayerCountsForTheFirstImageThatDownloadsIt() {
        db.accept(new LayerProgress("base", WAITING, 0, 0));
        app.accept(new LayerProgress("base", DOWNLOADING, 4 * MB, 4 * MB));
        db.accept(new LayerProgress("base", DOWNLOADING, 4 * MB, 4 * MB));
        db.accept(new LayerProgress("own", DOWNLOADING, MB, 2 * MB));

        assertThat(app.download(Duration.ofSeconds(2))).isEqualTo("2.0 s (4.0 MB)");
        assertThat(db.download(Duration.ofSeconds(2))).isEqualTo("2.0 s (1.0 MB)");
    }

    @Test
    void aLayerOfAnImageThatFailedCountsForTheNext() {
        app.accept(new LayerProgress("base", DOWNLOADING, 2 * MB, 4 * MB));
        app.state(PullState.FAILED);
        db.accept(new LayerProgress("base", DOWNLOADING, 4 * MB, 4 * MB));

        assertThat(app.download(Duration.ofSeconds(2))).isEqualTo("2.0 s");
        assertThat(db.download(Duration.ofSeconds(2))).isEqualTo("2.0 s (4.0 MB)");
    }

    @Test
    void existingLayersCountNoBytes() {
        app.accept(new LayerProgress("base", ALREADY_EXISTS, 0, 4 * MB));

        assertThat(app.download(Duration.ofSeconds(2))).isEqualTo("2.0 s");
    }

    @Test
    void aPulledImageHasAllItsLayers() {
        app.accept(new LayerProgress("a", DOWNLOADING, MB, 4 * MB));
        app.accept(new LayerProgress("b", WAITING, 0, 0));
        app.state(PullState.PULLED);

        assertThat(text(row(0).progress())).isEqualTo("2/2 layers 4.0/4.0 MB");
    }

    @Test
    void aFailedImageKeepsItsProgress() {
        app.accept(new LayerProgress("a", DOWNLOADING, MB, 4 * MB));
        app.state(PullState.FAILED);

        assertThat(text(row(0).progress())).isEqualTo("0/1 layers 1.0/4.0 MB");
    }

    @Test
    void progressNeverGoesBackwardsOrAboveTheTotal() {
        var random = new Random(1);
        List<ImageProgress> images = List.of(app, db);
        List<Stage> stages = List.of(Stage.values());
        PullSnapshot before = tracker.snapshot();
        for (int frames = 0; frames < 10_000; frames++) {
            images.get(random.nextInt(2))
                    .accept(new LayerProgress(
                            "layer" + random.nextInt(5),
                            stages.get(random.nextInt(stages.size())),
                            random.nextLong(-1, 9),
                            random.nextLong(-1, 9)));
            PullSnapshot after = tracker.snapshot();
            assertGrown(before.total(), after.total());
            assertGrown(before.rows().get(0).progress(), after.rows().get(0).progress());
            before = after;
        }
    }

    private static void assertGrown(Progress before, Progress after) {
        assertThat(after.current()).isGreaterThanOrEqualTo(before.current());
        assertThat(after.done()).isGreaterThanOrEqualTo(before.done()).isLessThanOrEqualTo(after.layers());
        assertThat(after.total() == 0 || after.current() <= after.total()).isTrue();
    }

    @Test
    void theSpeedIsThatOfTheLastSeconds() {
        app.state(PullState.PULLING);
        IntStream.rangeClosed(1, 10).forEach(second -> downloadedAfter(1, second * MB));
        assertThat(row(0).progress().rate()).isEqualTo("1.0 MB/s");

        IntStream.rangeClosed(1, 10).forEach(second -> downloadedAfter(1, (10 + 20 * second) * MB));
        assertThat(row(0).progress().rate()).isEqualTo("20 MB/s");
        assertThat(tracker.snapshot().total().rate()).isEqualTo("20 MB/s");
    }

    @Test
    void theSpeedIsUnknownInTheFirstSecond() {
        app.state(PullState.PULLING);
        downloadedAfter(20, 0);
        downloadedAfter(0.9, 9 * MB);
        assertThat(row(0).progress().rate()).isEmpty();

        downloadedAfter(0.1, 10 * MB);
        assertThat(row(0).progress().rate()).isEqualTo("10 MB/s");
    }

    @Test
    void aStalledDownloadHasNoSpeed() {
        app.state(PullState.PULLING);
        downloadedAfter(0, 0);
        downloadedAfter(1, MB);
        for (int looks = 0; looks < 7; looks++) {
            after(1);
            tracker.snapshot();
        }

        assertThat(row(0).progress().rate()).isEmpty();
        assertThat(tracker.snapshot().total().rate()).isEmpty();
    }

    @Test
    void aFinishedDownloadHasNoSpeed() {
        app.state(PullState.PULLING);
        downloadedAfter(0, 0);
        downloadedAfter(1, MB);
        app.accept(layer(DOWNLOADED, 0, 0));

        assertThat(row(0).progress().rate()).isEmpty();
        assertThat(tracker.snapshot().total().rate()).isEmpty();
    }

    @Test
    void theSpeedOfTheWholeDownloadCountsOnlyTheTimeInWhichBytesArrived() {
        downloadedAfter(10, 0);
        downloadedAfter(10, MB);
        downloadedAfter(2, 5 * MB);
        after(20);

        assertThat(app.download(Duration.ofSeconds(42))).isEqualTo("42.0 s (5.0 MB, 2.0 MB/s)");
        assertThat(tracker.summary()).endsWith(" in 42.0 s (5.0 MB, 2.0 MB/s)");
    }

    @Test
    void theSpeedDoesNotJumpForADisplayThatRefreshesRarely() {
        app.state(PullState.PULLING);
        downloadedAfter(0, 0);
        downloadedAfter(5, 5 * MB);
        downloadedAfter(5, 10 * MB);

        assertThat(row(0).progress().rate()).isEqualTo("1.0 MB/s");
    }

    @ParameterizedTest
    @CsvSource({"PULLING, 1.0 MB/s", "RETRYING, 1.0 MB/s", "PULLED, ''", "FAILED, ''"})
    void onlyARunningPullHasASpeed(PullState state, String rate) {
        downloadedAfter(0, 0);
        downloadedAfter(2, 2 * MB);
        app.state(state);

        assertThat(row(0).progress().rate()).isEqualTo(rate);
    }

    @Test
    void rowsAreInTheOrderOfTheImages() {
        app.state(PullState.SIGNING_IN);

        assertThat(tracker.snapshot().rows())
                .extracting(row -> row.image().reference().repository() + " " + row.state())
                .containsExactly("app signing in", "db waiting");
    }

    @Test
    void theSummaryCountsEachOutcome() {
        image("ui").state(PullState.ALREADY_PRESENT);
        image("bus").state(PullState.PULLED);
        after(1.4);
        app.accept(layer(DOWNLOADING, 12 * MB, 312 * MB));
        after(10);
        app.accept(layer(DOWNLOADING, 312 * MB, 312 * MB));
        app.state(PullState.PULLED);
        db.state(PullState.UP_TO_DATE);
        after(1);

        assertThat(tracker.summary())
                .isEqualTo("2 pulled, 1 up to date, 1 already present in 12.4 s (312 MB, 30 MB/s)");
    }

    @Test
    void theSummaryOfNothingPulledHasNoBytes() {
        app.state(PullState.ALREADY_PRESENT);
        db.state(PullState.FAILED);
        after(0.21);

        assertThat(tracker.summary()).isEqualTo("1 already present, 1 failed in 0.2 s");
    }

    private ImageProgress image(String repository) {
        var reference = ImageReference.parse(REGISTRY + "/" + repository + ":1.0");
        return tracker.add(new ImageToPull(
                new EngineNames(reference, null, null),
                EcrRegistry.parse(REGISTRY),
                null,
                PullPolicy.IF_NOT_PRESENT,
                null));
    }

    private static LayerProgress layer(Stage stage, long current, long total) {
        return new LayerProgress("a", stage, current, total);
    }

    private void downloadedAfter(double seconds, long bytes) {
        after(seconds);
        app.accept(layer(DOWNLOADING, bytes, 1000 * MB));
    }

    private void after(double seconds) {
        now += Duration.ofMillis(Math.round(seconds * 1000)).toNanos();
    }

    private PullSnapshot.Row row(int index) {
        return tracker.snapshot().rows().get(index);
    }

    private static String text(Progress progress) {
        return (progress.done() + "/" + progress.layers() + " layers " + progress.megabytes("/")
                        + (progress.isExtracting() ? " extracting" : ""))
                .strip();
    }
}
