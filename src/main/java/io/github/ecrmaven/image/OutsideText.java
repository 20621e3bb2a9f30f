package io.github.ecrmaven.image;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Decodes text from outside the plugin, such as an error message of an engine or a file of a user, and makes it safe to
 * print: it cannot control the terminal, change the direction of the text, or begin a new line of the log.
 */
public final class OutsideText {
    /** Longer texts are cut. Complete error messages are shorter. */
    private static final int MAX_LENGTH = 2000;

    /**
     * Control characters (C0, DEL, C1), line and paragraph separators, directional formatting characters
     * (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), and unpaired surrogates.
     */
    private static final String HARMFUL =
            "\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069\\x{D800}-\\x{DFFF}";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern BLANK_OR_HARMFUL = Pattern.compile("[\\s" + HARMFUL + "]+");
    private static final Pattern HARMFUL_EXCEPT_LINE_BREAKS =
            Pattern.compile("\\r\\n?|[" + HARMFUL + "&&[^\\n\\t\\r]]");

    private OutsideText() {}

    /** Decodes a file in UTF-8, without the byte order mark that some editors on Windows begin it with. */
    public static String utf8(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** Returns a text as one line, with spaces for harmful characters, and cut if it is too long. */
    public static String line(String text) {
        return cut(BLANK_OR_HARMFUL.matcher(text).replaceAll(" ").strip(), MAX_LENGTH);
    }

    /** Cuts a text between characters if it is too long, and ends it with an ellipsis then. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "…";
    }

    /** Returns a text as one line without a full stop at its end, to be a part of a sentence. */
    public static String withoutFullStop(String text) {
        return line(text).replaceAll("\\.$", "");
    }

    /** Returns a text of the plugin itself, with spaces for harmful characters except line breaks and tabs. */
    public static String lines(String text) {
        return HARMFUL_EXCEPT_LINE_BREAKS.matcher(text).replaceAll(" ");
    }
}
