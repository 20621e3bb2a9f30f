package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.pull.PullSnapshot.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTableTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final long MB = 1_000_000;

    private static final PullSnapshot RUN = run(
            row("team/app:1.4", PullState.PULLING, new Progress(5, 3, 2, 12_300_000, 40 * MB, 8_100_000)),
            row("team/db:16", PullState.PULLING, new Progress(4, 4, 1, 131 * MB, 131 * MB, 0)),
            row("team/queue:3", PullState.RETRYING, new Progress(2, 0, 0, 500_000, 0, 0)),
            row("team/done:1", PullState.PULLED, new Progress(1, 1, 1, 5 * MB, 5 * MB, 0)),
            row("team/cache@sha256:" + "0123456789abcdef".repeat(4), PullState.SIGNING_IN, Progress.of(List.of(), 0)),
            row("team/next:1", PullState.WAITING, Progress.of(List.of(), 0)));

    @Test
    void hasALineForEachUnfinishedImageAndOneForTheTotal() {
        assertThat(String.join("\n", new ProgressTable(RUN, 80, 24).lines()) + "\n")
                .isEqualTo("""
                team/app:1.4                   pulling      2/5 layers    12.3/40.0 MB  8.1 MB/s
                team/db:16                     extracting   1/4 layers  131.0/131.0 MB
                team/queue:3                   retrying     0/2 layers          0.5 MB
                .../cache@sha256:0123456789ab  signing in
                team/next:1                    waiting
                1 of 6 images                  1 min 5 s   4/12 layers        148.8 MB  8.1 MB/s
                """);
    }

    @Test
    void hasFullNamesAndBarsOnAWideTerminal() {
        PullSnapshot two = run(
                row("team/app:1.4", PullState.PULLING, new Progress(5, 3, 2, 10 * MB, 40 * MB, 8_100_000)),
                row("team/db:16", PullState.WAITING, new Progress(0, 0, 0, 0, 0, 0)));

        assertThat(new ProgressTable(two, 150, 24).lines())
                .containsExactly(
                        REGISTRY + "/team/app:1.4  pulling    [=========                             ]"
                                + "  2/5 layers  10.0/40.0 MB  8.1 MB/s",
                        REGISTRY + "/team/db:16    waiting",
                        "0 of 2 images                                              1 min 5 s  [====                                  ]"
                                + "  2/5 layers       10.0 MB  8.1 MB/s");
    }

    @ParameterizedTest
    @CsvSource({
        "part of the bytes,      2, 40,                  100,                 15",
        "part of the layers,     2, 40,                  0,                   12",
        "all but one layer,      5, 100,                 100,                 37",
        "all,                    6, 100,                 100,                 38",
        "more than all bytes,    2, 120,                 100,                 37",
        "a size below 0,         0, 120,                 -100,                0",
        "the longest of numbers, 2, 4611686018427387904, 9223372036854775807, 19"
    })
    void aBarOf38CharactersIsFullOnlyAtTheEnd(String what, int done, long current, long total, int drawn) {
        PullSnapshot run = run(row("app:1", PullState.PULLING, new Progress(6, done, done, current, total, 0)));

        assertThat(new ProgressTable(run, 200, 24).lines())
                .first()
                .asString()
                .contains("[" + "=".repeat(drawn) + " ".repeat(38 - drawn) + "]");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60, 79, 80, 81, 100, 120, 200, 400})
    void isNeverWiderThanTheTerminal(int width) {
        assertThat(new ProgressTable(RUN, width, 24).lines())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10})
    void isNeverHigherThanTheTerminal(int height) {
        assertThat(new ProgressTable(RUN, 80, height).lines())
                .hasSize(Math.min(height, 6))
                .last()
                .asString()
                .startsWith("1 of 6 images");
    }

    @Test
    void showsRunningPullsFirstIfNotAllImagesFit() {
        PullSnapshot many = run(IntStream.rangeClosed(1, 20)
                .mapToObj(i ->
                        row("team/app:" + i, i > 18 ? PullState.PULLING : PullState.WAITING, Progress.of(List.of(), 0)))
                .toArray(Row[]::new));

        assertThat(new ProgressTable(many, 80, 5).lines())
                .containsExactly(
                        "team/app:19     pulling",
                        "team/app:20     pulling",
                        "team/app:1      waiting",
                        "... and 17 more",
                        "0 of 20 images  1 min 5 s");
    }

    static PullSnapshot run(Row... rows) {
        List<Progress> all = Stream.of(rows).map(Row::progress).toList();
        return new PullSnapshot(
                List.of(rows),
                new Progress(
                        all.stream().mapToInt(Progress::layers).sum(),
                        all.stream().mapToInt(Progress::downloaded).sum(),
                        all.stream().mapToInt(Progress::done).sum(),
                        all.stream().mapToLong(Progress::current).sum(),
                        all.stream().anyMatch(one -> one.total() == 0)
                                ? 0
                                : all.stream().mapToLong(Progress::total).sum(),
                        all.stream().mapToLong(Progress::speed).sum()),
                Duration.ofSeconds(65));
    }

    static Row row(String name, PullState state, Progress progress) {
        return new Row(
                new ImageToPull(
                        new EngineNames(ImageReference.parse(REGISTRY + "/" + name), null, null),
                        EcrRegistry.parse(REGISTRY),
                        null,
                        PullPolicy.ALWAYS,
                        null),
                state,
                progress);
    }
}
