package io.github.ecrmaven.image;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns of users in which {@code *} stands for any characters, and nothing else has a special meaning. */
public final class Wildcards {
    public static final String ANY = "*";

    private Wildcards() {}

    /** Returns the regular expression for a pattern. */
    public static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
