package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks keys, tokens and passwords for characters that they cannot have, which a wrong copy may have. Servers would
 * only answer that the secret is wrong. No message quotes the text.
 */
final class SecretText {
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");

    private SecretText() {}

    /**
     * Checks a key or a token without the white space at its ends.
     *
     * @param name what it is and where it is configured
     * @throws ExplainedException if it has such a character
     */
    static void require(String text, String name) {
        faultOfKey(text.strip()).ifPresent(fault -> {
            throw ExplainedException.configuration(
                    name + " is invalid: " + fault + ". Copy it exactly as AWS shows it");
        });
    }

    /**
     * Returns a key or a token without the white space at its ends.
     *
     * @param name what it is and where it is configured
     * @throws IllegalArgumentException if it is empty; the message is the reason
     * @throws ExplainedException if it has such a character
     */
    static String checked(String text, String name) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        require(stripped, name);
        return stripped;
    }

    /**
     * Adds a token to {@link KnownSecrets}, and returns it without the white space at its ends.
     *
     * @param origin where it comes from, as messages name it
     * @throws IllegalArgumentException if it is empty; the message is the reason
     * @throws ExplainedException if it has a character that no token has
     */
    static String token(String text, String origin) {
        KnownSecrets.add(text);
        return checked(text, "the token of " + origin);
    }

    /** Returns what is wrong with a key or a token: {@code it contains a line break}; empty if nothing is. */
    static Optional<String> faultOfKey(String text) {
        return faultOfPassword(text)
                .or(() -> NOT_ASCII.matcher(text).find()
                        ? Optional.of("it contains a non-ASCII character")
                        : Optional.empty());
    }

    /** Returns what is wrong with a password, which may have letters that are not ASCII; empty if nothing is. */
    static Optional<String> faultOfPassword(String text) {
        if (LINE_BREAK.matcher(text).find()) {
            return Optional.of("it contains a line break");
        }
        return CONTROL.matcher(text).find() ? Optional.of("it contains a control character") : Optional.empty();
    }
}
