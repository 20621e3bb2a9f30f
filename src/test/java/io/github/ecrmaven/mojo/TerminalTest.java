package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.pull.PlainDisplay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The terminal of whoever runs Maven, played by {@code script} of util-linux. */
@EnabledOnOs(OS.LINUX)
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
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command =
                "'" + java + "' -cp '" + System.getProperty("java.class.path") + "' " + TerminalTest.class.getName();
        var builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");

        Process process = builder.start();
        process.getOutputStream().close();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(written).isZero();
        assertThat(written).contains("app:1", "\u001b[K").doesNotContainPattern(QUESTION);
    }
}
