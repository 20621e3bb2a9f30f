package io.github.ecrmaven.mojo;

import java.util.regex.Pattern;

/** Texts of users in which {@code *} stands for any characters. */
final class Wildcards {
    static final String ANY = "*";

    private Wildcards() {}

    /** Returns what such a text fits. */
    static Pattern pattern(String text) {
        return Pattern.compile(Pattern.quote(text).replace(ANY, "\\E.*\\Q"));
    }
}
