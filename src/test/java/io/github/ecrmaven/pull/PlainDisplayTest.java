package io.github.ecrmaven.pull;

import static io.github.ecrmaven.pull.ProgressTableTest.row;
import static io.github.ecrmaven.pull.ProgressTableTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.image.PullState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainDisplayTest {
    private static final Progress NOTHING = new Progress(0, 0, 0, 0, 0, 0);

    private final List<String> log = new ArrayList<>();
    private final PlainDisplay display = new PlainDisplay(log::add);

    @Test
    void aLineShowsTheWholeProgress() {
        display.show(run(
                row("team/app:1.4", PullState.PULLING, new Progress(5, 3, 2, 12_300_000, 40_000_000, 8_100_000)),
                row("team/db:16", PullState.PULLING, new Progress(4, 4, 1, 131_000_000, 131_000_000, 0)),
                row("team/done:1", PullState.UP_TO_DATE, NOTHING),
                row("team/next:1", PullState.WAITING, NOTHING)));

        assertThat(log)
                .containsExactly("1 of 4 images done, 3/9 layers, 143.3 MB, 8.1 MB/s:"
                        + " team/app:1.4 pulling 12.3 of 40.0 MB, team/db:16 extracting 131.0 of 131.0 MB");
    }

    @Test
    void showsNothingThatTheEngineDoesNotReport() {
        display.show(run(
                row("team/app:1.4", PullState.SIGNING_IN, NOTHING),
                row("team/db:16", PullState.RETRYING, new Progress(4, 0, 0, 2_000_000, 0, 0))));

        assertThat(log)
                .containsExactly("0 of 2 images done, 0/4 layers, 2.0 MB: team/app:1.4 signing in,"
                        + " team/db:16 retrying 2.0 MB");
    }

    @Test
    void linesOfTheLogArePrintedAsTheyCome() {
        display.print("one", log::add);
        display.close();
        display.print("two", log::add);

        assertThat(log).containsExactly("one", "two");
    }
}
