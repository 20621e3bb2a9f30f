package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What no key, token or password has in it, but a badly copied one may: with a line break in it, HTTP would not take
 * it, and a server would say no more than that it is wrong. A reason never quotes the text.
 */
final class SecretText {
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");

    private SecretText() {}

    /**
     * Makes sure that a key or a token can be one; white space at its ends is not part of it.
     *
     * @param name of what it is and where it is written
     * @throws ExplainedException when it cannot
     */
    static void require(String text, String name) {
        faultOfKey(text.strip()).ifPresent(fault -> {
            throw ExplainedException.configuration(name + " cannot be right: " + fault + ". Give it as AWS shows it");
        });
    }

    /**
     * Returns what is wrong with a key or a token, as in {@code it has a line break in it}; nothing where all is well.
     */
    static Optional<String> faultOfKey(String text) {
        return faultOfPassword(text)
                .or(() -> NOT_ASCII.matcher(text).find()
                        ? Optional.of("it has a character in it that is not ASCII")
                        : Optional.empty());
    }

    /** Returns what is wrong with a password that somebody chose, who may have chosen any letters. */
    static Optional<String> faultOfPassword(String text) {
        if (LINE_BREAK.matcher(text).find()) {
            return Optional.of("it has a line break in it");
        }
        return CONTROL.matcher(text).find() ? Optional.of("it has a control character in it") : Optional.empty();
    }
}
