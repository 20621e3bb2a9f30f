package io.github.ecrmaven.image;

import java.util.regex.Pattern;

/**
 * An additional name that an image has in the engine only: {@code repository:tag}.
 *
 * @param repository the repository, usually without a registry
 * @param tag the tag; {@code latest} if none is given
 */
public record LocalTag(String repository, String tag) {
    private static final Pattern FORM = Pattern.compile("((?:" + ImageReference.HOST_FORM + "/)?" + ImageReference.PATH
            + ")(?::(" + ImageReference.TAG_FORM + "))?");

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
