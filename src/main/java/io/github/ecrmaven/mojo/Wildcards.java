package io.github.ecrmaven.mojo;

import java.util.regex.Pattern;

/** Patterns in which {@code *} stands for any characters. */
final class Wildcards {
    static final String ANY = "*";

    private Wildcards() {}

    /** Returns the regular expression for a pattern. */
    static Pattern pattern(String text) {
        return Pattern.compile(Pattern.quote(text).replace(ANY, "\\E.*\\Q"));
    }
}
