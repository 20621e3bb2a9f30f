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

/** The display on a pseudo-terminal of the command {@code script}. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TerminalTest {
    /**
     * Control sequences that a terminal responds to, as if its user typed the response: requests for device attributes,
     * status, modes, name and keyboard, and strings of operating system and device control. See
     * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html.
     */
    private static final Pattern QUESTION =
            Pattern.compile("\u001b\\[(?:[?>=]?[\\d;]*(?:c|n|x|t|\\$p)|>\\d*q|\\?u)|\u001b[\\]PZ]|\u0005");

    /** The program on that terminal: shows the progress of a pull. */
    public static void main(String[] arguments) {
        try (var display = new LiveDisplay(DisplayFactory::terminal, new PlainDisplay(line -> {}))) {
            display.show(LiveDisplayTest.run(LiveDisplayTest.pulling("app", 10)));
            display.print("a line", line -> {});
        }
    }

    @Test
    void sendsNoSequenceThatTheTerminalRespondsTo() throws Exception {
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

    /** Returns the command line of {@code script}, which has other arguments on macOS than in util-linux. */
    private static List<String> onTerminal(String... command) {
        return OS.MAC.isCurrentOs()
                ? Stream.concat(Stream.of("script", "-q", "/dev/null"), Stream.of(command))
                        .toList()
                : List.of("script", "-qec", "'" + String.join("' '", command) + "'", "/dev/null");
    }
}
