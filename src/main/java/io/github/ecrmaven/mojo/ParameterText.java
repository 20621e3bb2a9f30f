package io.github.ecrmaven.mojo;

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
}
