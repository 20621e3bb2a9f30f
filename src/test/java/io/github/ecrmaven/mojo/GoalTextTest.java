package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class GoalTextTest {
    private static final String SECRET = "wJalr/XUtn+FEMI";

    @Test
    void replacesThePluginsOwnCharactersByAscii() {
        assertThat(GoalText.ascii("a… b → c – d ×")).isEqualTo("a... b -> c - d x");
    }

    @Test
    void aStackTraceShowsNoSecretOfACause() {
        KnownSecrets.begin();
        try {
            KnownSecrets.add(SECRET);
            var cause = new IllegalArgumentException(
                    "Illegal character(s) in message header value: " + SECRET + "\u001b[2J");
            var failure = new IOException("no answer", cause);
            failure.addSuppressed(new IllegalStateException(SECRET));
            var trace = new StringWriter();

            RedactedException.of(failure).printStackTrace(new PrintWriter(trace, true));

            assertThat(trace.toString())
                    .contains("java.io.IOException: no answer")
                    .contains(
                            "RedactedException: java.lang.IllegalArgumentException: Illegal character(s) in message header"
                                    + " value: (hidden) [2J")
                    .contains("GoalTextTest.aStackTraceShowsNoSecretOfACause")
                    .doesNotContain(SECRET, "\u001b");
        } finally {
            KnownSecrets.end();
        }
    }

    @Test
    void aMessageOfAnotherLibraryStartsNoLineOfAStackTrace() {
        var failure = new IOException("denied\n##vso[task.setvariable]\n::b");

        assertThat(RedactedException.of(failure)).hasMessageEndingWith(": denied ##vso[task.setvariable] ::b");
        assertThat(RedactedException.of(ExplainedException.environment("2 problems:\n  a\n  b", failure)))
                .hasMessageEndingWith(": 2 problems:\n  a\n  b");
    }

    @Test
    void aHarmlessExceptionIsNotReplaced() {
        var failure = new IOException("no answer", new IllegalStateException("as it is"));

        assertThat(RedactedException.of(failure)).isSameAs(failure);
    }
}
