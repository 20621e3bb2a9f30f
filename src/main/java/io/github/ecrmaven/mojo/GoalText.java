package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.OutsideText;
import java.nio.charset.Charset;

/** What a goal shows, as it leaves the plugin: the one place that all of its lines and failures pass. */
final class GoalText {
    private static final boolean UNICODE = canShowUnicode();

    private GoalText() {}

    /** Returns a text without secrets and control characters, and of ASCII where nothing else can be shown. */
    static String of(String text) {
        String shown = OutsideText.lines(KnownSecrets.redact(text));
        return UNICODE ? shown : ascii(shown);
    }

    /** Writes the plugin's own characters as ASCII has them; Java would show question marks. */
    static String ascii(String text) {
        return text.replace("…", "...").replace("–", "-").replace("→", "->").replace("×", "x");
    }

    /** From Java 19 on standard output has an encoding of its own; before, it has one at a terminal, else Java's. */
    private static boolean canShowUnicode() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset = encoding != null && Charset.isSupported(encoding)
                ? Charset.forName(encoding)
                : Charset.defaultCharset();
        return charset.newEncoder().canEncode('…');
    }
}
