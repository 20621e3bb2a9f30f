package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideTextTest {
    private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");

    @ParameterizedTest
    @CsvSource({
        "28.5\\n::add-mask::x, 28.5 ::add-mask::x",
        "a\\r##vso[task]\\r\\n b, a ##vso[task] b",
        "\\u001b[31mred\\u001b[0m, [31mred [0m",
        "\\u009b31mred\\u0085next, 31mred next",
        "bell\\u0007 and\\u007fdelete, bell and delete",
        "abc\\u202etxt.exe\\u2066x\\u061c\\u200f, abc txt.exe x",
        "one\\u2028two\\u2029three, one two three",
        "half \\ud83d of a pair, half of a pair",
        "whole \\ud83d\\ude00 pair, whole \\ud83d\\ude00 pair",
        "naïve – text…, naïve – text…",
    })
    void outsideTextBecomesOneSafeLine(String text, String line) {
        assertThat(OutsideText.line(unicode(text))).isEqualTo(unicode(line));
    }

    private static String unicode(String text) {
        return UNICODE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                .translateEscapes();
    }

    @Test
    void shortensALongTextBetweenCharacters() {
        assertThat(OutsideText.line("😀".repeat(2000))).isEqualTo("😀".repeat(1000) + "…");
        assertThat(OutsideText.line("x" + "😀".repeat(2000))).isEqualTo("x" + "😀".repeat(999) + "…");
    }

    @Test
    void keepsTheLinesOfThePluginsOwnText() {
        assertThat(OutsideText.lines("2 problems:\n  - a\u001b[2J\n  - b\r\tc"))
                .isEqualTo("2 problems:\n  - a [2J\n  - b \tc");
    }
}
