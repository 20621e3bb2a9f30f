package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.pull.PlainDisplay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The terminal of whoever runs Maven, played by {@code script}. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TerminalTest {
    /**
     * What a terminal answers, as if its user typed the answer: device attributes and status, modes, its name, its
     * keyboard, and strings of operating system and device control, see
     * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html.
     */
    private static final Pattern QUESTION =
            Pattern.compile("\u001b\\[(?:[?>=]?[\\d;]*(?:c|n|x|t|\\$p)|>\\d*q|\\?u)|\u001b[\\]PZ]|\u0005");

    /** The program on that terminal: shows a pull. */
    public static void main(String[] arguments) {
        try (var display = new LiveDisplay(DisplayFactory::terminal, new PlainDisplay(line -> {}))) {
            display.show(LiveDisplayTest.run(LiveDisplayTest.pulling("app", 10)));
            display.print("a line", line -> {});
        }
    }

    @Test
    void itIsNeverAskedAnything() throws Exception {
        var builder = new ProcessBuilder(onTerminal(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TerminalTest.class.getName()))
                .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");

        Process process = builder.start();
        process.getOutputStream().close();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(written).isZero();
        assertThat(written).contains("app:1", "\u001b[K").doesNotContainPattern(QUESTION);
    }

    /** The script of macOS takes the words of a command after the file; that of util-linux takes a line for a shell. */
    private static List<String> onTerminal(String... command) {
        return OS.MAC.isCurrentOs()
                ? Stream.concat(Stream.of("script", "-q", "/dev/null"), Stream.of(command))
                        .toList()
                : List.of("script", "-qec", "'" + String.join("' '", command) + "'", "/dev/null");
    }
}
