package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.SafeMessage;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses {@code .env} files as compose does: a line is {@code NAME=VALUE}, {@code NAME: VALUE}, or only {@code NAME}
 * for a variable of the environment; {@code export} may stand before it. A <code>#</code> begins a comment, within a
 * line only after a space. In double quotes a value has escapes and variables, without quotes only variables, in single
 * quotes none; in quotes it may have several lines.
 *
 * @see <a href="https://github.com/compose-spec/compose-go/blob/main/dotenv/parser.go">compose's parser</a>
 */
final class DotEnv extends TextScanner {
    private static final Pattern BLANK = Pattern.compile("\\s++|#[^\\n]*+");
    private static final Pattern EXPORT = Pattern.compile("export\\h+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.\\[\\]-]++");
    private static final Pattern SEPARATOR = Pattern.compile("\\h*[=:]\\h*");
    private static final Pattern END = Pattern.compile("\\s*\\n|\\s*$");
    private static final Pattern REST = Pattern.compile("[^\\n]*+");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([abfnrtv$\\\\]|0[0-3][0-7]{2})");
    private static final String LETTERS = "abfnrtv";
    private static final String CHARACTERS = "\u0007\b\f\n\r\t\u000B";

    private final Variables variables;
    private final Map<String, String> values;

    private DotEnv(String text, Variables outer, Map<String, String> values) {
        super(text);
        this.values = values;
        variables = outer.with(values);
    }

    /**
     * Adds the variables of a file.
     *
     * @param outer variables that values may name, with precedence over those of the file
     * @param values takes the variables; those that are there can be named, too
     * @throws IllegalArgumentException if the file is invalid; the message is the line and the reason, without any
     *     value
     */
    static void parse(String text, Variables outer, Map<String, String> values) {
        new DotEnv(text, outer, values).parse();
    }

    private void parse() {
        skipBlank();
        while (position < text.length()) {
            int start = position;
            take(EXPORT);
            String name = take(NAME);
            if (!name.isEmpty() && !take(SEPARATOR).isEmpty()) {
                values.put(name, value());
            } else if (!name.isEmpty()
                    && END.matcher(text).region(position, text.length()).lookingAt()) {
                variables.outer().apply(name).ifPresent(value -> values.put(name, value));
            } else {
                throw bad(start, "it is not NAME=VALUE");
            }
            skipBlank();
        }
    }

    private String value() {
        int start = position;
        if (text.startsWith("'", start)) {
            return quoted('\'');
        }
        if (text.startsWith("\"", start)) {
            return interpolated(escaped(quoted('"')), start);
        }
        return interpolated(take(REST).replaceFirst(" #.*", "").stripTrailing(), start);
    }

    /** Reads a value in quotes, in which a backslash before a quote makes the quote a part of the value. */
    private String quoted(char quote) {
        var value = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == quote) {
                position = i + 1;
                return value.toString();
            }
            if (next == '\\' && i + 1 < text.length()) {
                i++;
                value.append(text.charAt(i) == quote ? "" : next);
            }
            value.append(text.charAt(i));
        }
        throw bad(position, "its quotes do not end");
    }

    private static String escaped(String value) {
        return ESCAPE.matcher(value).replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
    }

    private static String character(MatchResult match) {
        String escape = match.group(1);
        return switch (escape.charAt(0)) {
            case '$' -> "$$"; // stays a $ when variables are replaced
            case '\\' -> escape;
            case '0' -> String.valueOf((char) Integer.parseInt(escape, 8));
            default -> String.valueOf(CHARACTERS.charAt(LETTERS.indexOf(escape)));
        };
    }

    private String interpolated(String value, int start) {
        try {
            return Interpolation.interpolate(value, variables, unset -> {});
        } catch (IllegalArgumentException e) {
            throw bad(start, SafeMessage.of(e));
        }
    }

    private void skipBlank() {
        String blank;
        do {
            blank = take(BLANK);
        } while (!blank.isEmpty());
    }

    private IllegalArgumentException bad(int at, String reason) {
        long line =
                text.chars().limit(at).filter(character -> character == '\n').count() + 1;
        return new IllegalArgumentException("line " + line + ": " + reason);
    }
}
