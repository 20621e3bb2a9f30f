package io.github.ecrmaven.image;

import java.util.regex.Pattern;

/**
 * An additional name that an image has in the engine only: {@code repository:tag}.
 *
 * @param repository the repository, usually without a registry
 * @param tag the tag; {@code latest} if none is given
 */
public record LocalTag(String repository, String tag) {
    // https://github.com/distribution/reference/blob/main/regexp.go
    private static final Pattern FORM = Pattern.compile("((?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?"
            + ImageReference.PATH + ")"
            + "(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?");

    /**
     * Parses {@code repository[:tag]}.
     *
     * @throws IllegalArgumentException for any other text; the message is the reason
     */
    public static LocalTag parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("localTag '" + text + "' is not repository[:tag], such as orders-db:it");
        }
        return new LocalTag(matcher.group(1), matcher.group(2) == null ? "latest" : matcher.group(2));
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
