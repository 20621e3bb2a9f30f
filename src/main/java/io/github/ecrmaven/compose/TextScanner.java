package io.github.ecrmaven.compose;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text from its beginning to its end, part by part. */
abstract class TextScanner {
    final String text;

    /** Where the next part begins. */
    int position;

    TextScanner(String text) {
        this.text = text;
    }

    /** Returns what is next, and moves on behind it; empty if something else is next. */
    final String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        position = matcher.end();
        return matcher.group();
    }
}
