package io.github.ecrmaven.image;

import java.util.regex.Pattern;

/**
 * Text that comes from outside the plugin, such as an engine's or a registry's words: as one line that can neither move
 * the cursor of a terminal, nor turn the direction of what follows, nor begin a line of the log.
 */
public final class OutsideText {
    /** Whole error messages are shorter; what is longer is cut. */
    private static final int LONGEST = 2000;

    /**
     * Control characters (C0, DEL, C1), line and paragraph separators, what turns the direction of text
     * (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), and halves of surrogate pairs.
     */
    private static final String HARMFUL =
            "\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069\\x{D800}-\\x{DFFF}";

    private static final Pattern ANYWHERE = Pattern.compile("[\\s" + HARMFUL + "]+");
    private static final Pattern IN_A_LINE = Pattern.compile("\\r\\n?|[" + HARMFUL + "&&[^\\n\\t\\r]]");

    private OutsideText() {}

    /** Returns a text in one line, with a space in the place of what cannot stand there, and cut if it is too long. */
    public static String line(String text) {
        String line = ANYWHERE.matcher(text).replaceAll(" ").strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }

    /** Returns a text of the plugin's own, which keeps its line breaks and tabs, without what may have come into it. */
    public static String lines(String text) {
        return IN_A_LINE.matcher(text).replaceAll(" ");
    }
}
