package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Texts that users write as parameters, where a blank text counts as none: CI systems set a missing secret to nothing.
 */
final class ParameterText {
    private ParameterText() {}

    static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    static String blankToNull(String text) {
        return isBlank(text) ? null : text;
    }

    /** Returns a secret; null for none. */
    static Secret secret(String text) {
        return isBlank(text) ? null : new Secret(text);
    }

    /**
     * Returns the URL of an API; null for none.
     *
     * @param origin where it is written
     * @throws ExplainedException if it is not a URL
     */
    static URI endpoint(String text, String origin) {
        try {
            return isBlank(text) ? null : new URI(text.strip());
        } catch (URISyntaxException e) {
            throw ExplainedException.configuration(
                    "the endpoint of " + origin + " is not the address of an API, such as https://HOST");
        }
    }
}
