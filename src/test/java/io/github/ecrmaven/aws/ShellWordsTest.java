package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands are split as by Python's {@code shlex.split} and botocore's {@code _windows_shell_split}. */
class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            vault                      | [vault]
            vault  --json  prod        | [vault][--json][prod]
            vault 'prod account'       | [vault][prod account]
            vault "prod account"       | [vault][prod account]
            vault prod\\ account       | [vault][prod account]
            vault pro'd acc'"ount"     | [vault][prod account]
            vault ''                   | [vault][]
            vault "a \\"b\\" \\c \\\\" | [vault][a "b" \\c \\]
            vault 'a \\ "b"'           | [vault][a \\ "b"]
            ~/vault $HOME > x && y     | [~/vault][$HOME][>][x][&&][y]
            vault 'prod                | (none)
            vault "prod                | (none)
            vault \\                   | (none)
            """)
    void splitsAsAPosixShell(String text, String words) {
        assertThat(shown(ShellWords.posix(text))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            C:\\bin\\vault.exe --json          | [C:\\bin\\vault.exe][--json]
            "C:\\Program Files\\v.exe" a       | [C:\\Program Files\\v.exe][a]
            v.exe "a b"c                       | [v.exe][a bc]
            v.exe 'a b'                        | [v.exe]['a][b']
            v.exe ""                           | [v.exe][]
            v.exe a\\\\"b c"                   | [v.exe][a\\b c]
            v.exe a\\"b c                      | [v.exe][a"b][c]
            v.exe a\\\\\\"b                    | [v.exe][a\\"b]
            v.exe a\\\\b                       | [v.exe][a\\\\b]
            v.exe C:\\dir\\                    | [v.exe][C:\\dir\\]
            v.exe "a                           | (none)
            """)
    void splitsAsOnWindows(String text, String words) {
        assertThat(shown(ShellWords.windows(text))).isEqualTo(words);
    }

    /** A backtracking regular expression would fail on a text of this length. */
    @Test
    void splitsALongQuotedWord() {
        String word = "x y\\\\".repeat(20_000);

        assertThat(ShellWords.posix("vault \"" + word + "\"")).containsExactly("vault", "x y\\".repeat(20_000));
    }

    private static String shown(List<String> words) {
        return words.isEmpty() ? "(none)" : "[" + String.join("][", words) + "]";
    }
}
