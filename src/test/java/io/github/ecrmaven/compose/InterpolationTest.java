package io.github.ecrmaven.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables in a text, with rows from compose's own tests. FOO is 'first', EMPTY is empty, and UNSET is not set. */
class InterpolationTest {
    private static final Variables VARIABLES =
            new Variables(name -> Optional.empty(), Map.of("FOO", "first", "EMPTY", "", "_a1", "$FOO"));

    private final List<String> unset = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, nullValues = "-", textBlock = """
            plain                          | plain
            ${FOO}                         | first
            $FOO-bar                       | first-bar
            a $FOO.b                       | a first.b
            ${_a1}                         | $FOO
            $${FOO}                        | ${FOO}
            $$FOO$$                        | $FOO$
            ^REGEX$                        | ^REGEX$
            $}                             | $}
            $1                             | $1
            ok ${UNSET:-def}               | ok def
            ok ${UNSET-def}                | ok def
            ok ${EMPTY:-def}               | ok def
            ok${EMPTY-def}                 | ok
            ok ${FOO:-def}                 | ok first
            ok ${EMPTY:-/a:-b}             | ok /a:-b
            ok${UNSET:+here}               | ok
            ok${UNSET+here}                | ok
            ok${EMPTY:+here}               | ok
            ok ${EMPTY+here}               | ok here
            ok ${FOO:+here}                | ok here
            ok ${FOO:?message}             | ok first
            ok${EMPTY?message}             | ok
            ok ${UNSET:-$FOO}              | ok first
            ok ${UNSET:-${FOO} ${FOO}}     | ok first first
            ok ${UNSET-${EMPTY-${FOO}}}x   | ok x
            ok ${UNSET:-${EMPTY:-${FOO}}}x | ok firstx
            ok ${EMPTY+$FOO ${FOO:+b}}     | ok first b
            ${UNSET:-{"a":{}}}             | {"a":{}}
            :?+ok ${EMPTY:-def}            | :?+ok def
            ${UNSET:-}x                    | x
            ${UNSET:-$$}                   | $
            """)
    void replacesVariablesAsComposeDoes(String text, String expected) {
        assertThat(Interpolation.interpolate(text, VARIABLES, unset::add)).isEqualTo(expected);
        assertThat(unset).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${UNSET:?set the tag}       | variable UNSET is not set, or is empty: set the tag
            ${EMPTY:?set the tag}       | variable EMPTY is not set, or is empty: set the tag
            ${UNSET?}                   | variable UNSET is not set
            ${UNSET:?not ${FOO} again}  | variable UNSET is not set, or is empty: not ${FOO} again
            ${UNSET:-${EMPTY:?nested}}  | variable EMPTY is not set, or is empty: nested
            """)
    void anUnsetRequiredVariableIsAnErrorWithItsMessage(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interpolation.interpolate(text, VARIABLES, unset::add))
                .withMessage(reason);
    }

    @ParameterizedTest
    @CsvSource({"${", "${}", "${ }", "${ FOO}", "${FOO }", "${FOO!}", "${FOO", "${FOO:-a", "${1}", "${FOO/a/b}"})
    void invalidSyntaxIsAnError(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interpolation.interpolate(text, VARIABLES, unset::add))
                .withMessage("it has ${ without a variable as compose takes it: ${NAME}, ${NAME:-default},"
                        + " ${NAME:+text} or ${NAME:?message}; a $ itself is written $$");
    }

    @Test
    void anUnsetVariableIsEmptyAndReported() {
        assertThat(Interpolation.interpolate(
                        "a${UNSET}b$NONE ${FOO:+${OTHER}}${EMPTY:+${UNUSED}}", VARIABLES, unset::add))
                .isEqualTo("ab ");
        assertThat(unset).containsExactly("UNSET", "NONE", "OTHER");
    }

    @Test
    void limitsLengthAndNesting() {
        var large = new Variables(name -> Optional.of("x".repeat(600_000)), Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interpolation.interpolate("$A$A", large, unset::add))
                .withMessage("it is longer than 1 MiB with the values of its variables");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Interpolation.interpolate("${UNSET:-".repeat(1000) + "}".repeat(1000), VARIABLES, unset::add))
                .withMessage("it has more than 50 variables within each other");
    }
}
