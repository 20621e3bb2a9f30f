package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.OutsideText;
import java.nio.charset.Charset;

/** Makes text safe to show: all lines and failures of a goal pass through it. */
final class GoalText {
    private static final boolean UNICODE = canShowUnicode();

    private GoalText() {}

    /** Returns a text without secrets and control characters, and in ASCII if the output cannot show more. */
    static String of(String text) {
        String shown = OutsideText.lines(KnownSecrets.redact(text));
        return UNICODE ? shown : ascii(shown);
    }

    /** Replaces the plugin's special characters, for which Java would show question marks. */
    static String ascii(String text) {
        return text.replace("…", "...").replace("–", "-").replace("→", "->").replace("×", "x");
    }

    /** Since Java 19 standard output has its own encoding; before, only at a terminal. */
    private static boolean canShowUnicode() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset = encoding != null && Charset.isSupported(encoding)
                ? Charset.forName(encoding)
                : Charset.defaultCharset();
        return charset.newEncoder().canEncode('…');
    }
}
