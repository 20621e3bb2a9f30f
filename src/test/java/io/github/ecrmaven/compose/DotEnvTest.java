package io.github.ecrmaven.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with variables, with rows from compose's own tests. OUTER is an environment variable, and ¶ ends a line. */
class DotEnvTest {
    private static final Variables ENVIRONMENT =
            new Variables(name -> Optional.ofNullable(Map.of("OUTER", "env").get(name)), Map.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A=1                             | 1
            A= 3                            | 3
            A = 5                           | 5
            A: yaml                         | yaml
            export A=2                      | 2
            A=my string # comment           | my string
            A=a#b                           | a#b
            A=#b                            | #b
            A=special è char                | special è char
            A='1'                           | 1
            A='\\n'                         | \\n
            A="\\n"                         | ¶
            A="a\\tb\\\\c"                  | a\tb\\c
            A="\\0101"                      | A
            A="\\x41\\c"                    | \\x41\\c
            A="echo 'asd'" # comment        | echo 'asd'
            A='Let\\'s go!'                 | Let's go!
            A="esc\\"aped"                  | esc"aped
            A='first¶second'                | first¶second
            A="first¶second"                | first¶second
            A=postgres://h:5432/d?s=b       | postgres://h:5432/d?s=b
            # A=0¶¶  # more¶A=1             | 1
            A=1¶A=2                         | 2
            B=x¶A=${B}y                     | xy
            B=x¶A="<$B>"                    | <x>
            B=x¶A='<$B>'                    | <$B>
            B=x¶A="<\\$B \\${B}>"           | <$B ${B}>
            OUTER=file¶A=$OUTER             | env
            A=${NONE:-default}              | default
            A=$NONE                         | ``
            A=                              | ``
            A=¶B=x                          | ``
            """)
    void readsAValueAsComposeDoes(String text, String expected) {
        assertThat(parse(text)).containsEntry("A", expected.replace("¶", "\n"));
    }

    @Test
    void namesCanHaveDotsDashesAndDigits() {
        assertThat(parse("VAR.DOTS=1\nVAR-DASH=2\n456 = 3\r\nB=4\r\n"))
                .isEqualTo(Map.of("VAR.DOTS", "1", "VAR-DASH", "2", "456", "3", "B", "4"));
    }

    @Test
    void aNameWithoutAValueIsAnEnvironmentVariable() {
        assertThat(parse("OUTER\nNONE\r\nexport OUTER")).isEqualTo(Map.of("OUTER", "env"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A=1¶B C=secret      | line 2: it is not NAME=VALUE
            A=1¶¶lol$wut        | line 3: it is not NAME=VALUE
            =secret             | line 1: it is not NAME=VALUE
            A="secret           | line 1: its quotes do not end
            A=1¶B='secret¶C=2   | line 2: its quotes do not end
            A=secret${          | line 1: it has ${ without a variable as compose takes it: ${NAME}, ${NAME:-default}, ${NAME:+text} or ${NAME:?message}; a $ itself is written $$
            A=${NONE?say it}    | line 1: variable NONE is not set: say it
            """)
    void anInvalidLineIsAnErrorThatDoesNotShowTheValue(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessage(reason);
    }

    @Test
    void aLongFileDoesNotOverflowTheStack() {
        assertThat(parse("\n#\n".repeat(100_000) + "A='" + "\\'\n".repeat(100_000) + "'"))
                .extractingByKey("A")
                .asString()
                .hasSize(200_000);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        DotEnv.parse(text.replace("¶", "\n"), ENVIRONMENT, values);
        return values;
    }
}
