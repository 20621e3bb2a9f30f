package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.pull.PlainDisplay;
import io.github.ecrmaven.pull.Progress;
import io.github.ecrmaven.pull.PullSnapshot;
import io.github.ecrmaven.pull.PullSnapshot.Row;
import io.github.ecrmaven.testing.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live table on a terminal of 60 columns, below two lines of Maven. */
class LiveDisplayTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<String> log = new ArrayList<>();
    private final LineDisciplineTerminal terminal = terminal();
    private final LiveDisplay display = new LiveDisplay(() -> terminal, new PlainDisplay(log::add));

    private LineDisciplineTerminal terminal() {
        try {
            var made = new LineDisciplineTerminal("test", "xterm", output, StandardCharsets.UTF_8);
            made.setSize(Size.of(60, 10));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void mavenPrints() {
        maven("[INFO] one");
        maven("[INFO] two");
    }

    @AfterEach
    void close() throws IOException {
        display.close();
        terminal.close();
    }

    @Test
    void drawsTheTableBelowTheLogAndUpdatesItInPlace() {
        display.show(run(pulling("app", 10), waiting("db")));

        assertThat(screen())
                .containsExactly(
                        "[INFO] one",
                        "[INFO] two",
                        "app:1          pulling  0/1 layers  10.0/40.0 MB",
                        "db:1           waiting",
                        "0 of 2 images  3 s");

        display.show(run(pulling("app", 20), pulling("db", 5)));

        assertThat(screen())
                .containsExactly(
                        "[INFO] one",
                        "[INFO] two",
                        "app:1          pulling  0/1 layers  20.0/40.0 MB",
                        "db:1           pulling  0/1 layers   5.0/40.0 MB",
                        "0 of 2 images  3 s");
    }

    @Test
    void linesOfTheLogAppearAboveTheTable() {
        display.show(run(pulling("app", 10), pulling("db", 5)));

        display.print("Pulled app", line -> maven("[INFO] " + line));
        display.show(run(pulled("app"), pulling("db", 15)));

        assertThat(screen())
                .containsExactly(
                        "[INFO] one",
                        "[INFO] two",
                        "[INFO] Pulled app",
                        "db:1           pulling  0/1 layers  15.0/40.0 MB",
                        "1 of 2 images  3 s");
    }

    @Test
    void theTableIsCompleteWhileALineIsLogged() {
        display.show(run(pulling("app", 10)));
        String tooLongForALine = "x".repeat(60);

        display.print(tooLongForALine, line -> {
            maven("[INFO] " + line);
            assertThat(screen())
                    .containsExactly(
                            "[INFO] one",
                            "[INFO] two",
                            "[INFO] " + "x".repeat(53),
                            "xxxxxxx",
                            "app:1          pulling  0/1 layers  10.0/40.0 MB",
                            "0 of 1 images  3 s");
        });

        assertThat(screen()).hasSize(6).last().isEqualTo("0 of 1 images  3 s");
    }

    @Test
    void removesTheTableIfALineDoesNotFit() {
        terminal.setSize(Size.of(60, 4));
        display.show(run(pulling("app", 10), pulling("db", 5)));

        display.print("Pulled app", line -> maven("[INFO] " + line));

        assertThat(screen()).contains("[INFO] Pulled app").last().isEqualTo("0 of 2 images  3 s");
    }

    @Test
    void theTableIsGoneAtTheEnd() {
        display.show(run(pulling("app", 10), pulling("db", 5)));
        display.print("2 pulled", line -> maven("[INFO] " + line));

        display.close();
        maven("[INFO] BUILD SUCCESS");

        assertThat(screen()).containsExactly("[INFO] one", "[INFO] two", "[INFO] 2 pulled", "[INFO] BUILD SUCCESS");
    }

    @Test
    void assumesAUsualSizeIfTheTerminalReportsNone() {
        terminal.setSize(Size.of(0, 0));

        display.show(run(pulling("app", 10)));

        assertThat(screen()).contains("0 of 1 images  3 s");
    }

    @Test
    void opensNoTerminalIfNothingIsPulled() {
        var unopened = new LiveDisplay(
                () -> {
                    throw new AssertionError("opened");
                },
                new PlainDisplay(log::add));

        unopened.show(run(waiting("app")));
        unopened.print("app is already present", line -> maven("[INFO] " + line));
        unopened.close();

        assertThat(screen()).endsWith("[INFO] app is already present");
    }

    @Test
    void isPlainOnATerminalThatCannotDraw() {
        var plain = new LiveDisplay(
                () -> {
                    throw new IllegalStateException("a dumb terminal");
                },
                new PlainDisplay(log::add));

        plain.begun(ImageReference.parse(REGISTRY + "/app:1"));
        plain.show(run(pulling("app", 10)));
        plain.close();

        assertThat(log)
                .containsExactly("Pulling " + REGISTRY + "/app:1", "0 of 1 images done: app:1 pulling 10.0 of 40.0 MB");
        assertThat(plain.period()).isEqualTo(Duration.ofSeconds(5));
    }

    private List<String> screen() {
        return Screen.of(output.toString(StandardCharsets.UTF_8), 60);
    }

    /** Prints a line to the terminal as Maven does, without the display. */
    private void maven(String line) {
        output.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    static PullSnapshot run(Row... rows) {
        return new PullSnapshot(List.of(rows), new Progress(0, 0, 0, 0, 0, 0), Duration.ofMillis(3_100));
    }

    static Row pulling(String repository, int megabytes) {
        return row(repository, PullState.PULLING, new Progress(1, 0, 0, megabytes * 1_000_000L, 40_000_000, 0));
    }

    private static Row pulled(String repository) {
        return row(repository, PullState.PULLED, new Progress(1, 1, 1, 40_000_000, 40_000_000, 0));
    }

    private static Row waiting(String repository) {
        return row(repository, PullState.WAITING, new Progress(0, 0, 0, 0, 0, 0));
    }

    private static Row row(String repository, PullState state, Progress progress) {
        ImageReference reference = ImageReference.parse(REGISTRY + "/" + repository + ":1");
        return new Row(
                new ImageToPull(
                        new EngineNames(reference, null, null),
                        EcrRegistry.parse(REGISTRY),
                        null,
                        PullPolicy.ALWAYS,
                        null),
                state,
                progress);
    }
}
