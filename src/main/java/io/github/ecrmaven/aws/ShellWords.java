package io.github.ecrmaven.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Splits commands and section titles into words like the AWS CLI. */
final class ShellWords {
    /** A space, or a part of a word, quoted or not. */
    private static final Pattern QUOTED =
            Pattern.compile("(\\s+)|'([^']*)'|\"((?:[^\"\\\\]++|\\\\.)*+)\"|\\\\(.)|([^\\s'\"\\\\]+)", Pattern.DOTALL);

    private ShellWords() {}

    /**
     * Splits by the rules of a POSIX shell, like {@code shlex.split} of Python; returns no words if a quote has no end.
     */
    static List<String> posix(String text) {
        List<String> words = new ArrayList<>(List.of(""));
        Matcher part = QUOTED.matcher(text.strip());
        int end = 0;
        while (part.find() && part.start() == end) {
            end = part.end();
            if (part.group(1) != null) {
                words.add("");
            } else {
                String found = Stream.of(2, 3, 4, 5)
                        .map(part::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("");
                words.add(words.remove(words.size() - 1)
                        + (part.group(3) == null ? found : found.replaceAll("\\\\([\"\\\\])", "$1")));
            }
        }
        return end == text.strip().length() ? words : List.of();
    }

    /**
     * Splits by the rules of C programs on Windows
     * (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments): a backslash only escapes a double
     * quote, and there are no other quotes. Returns no words if a quote has no end.
     */
    static List<String> windows(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        boolean quoted = false;
        int backslashes = 0;
        for (char next : (text.strip() + " ").toCharArray()) {
            if (next == '\\') {
                backslashes++;
                continue;
            }
            boolean isQuote = next == '"';
            boolean isSpace = !quoted && (next == ' ' || next == '\t');
            if (word == null && (!isSpace || backslashes > 0)) {
                word = new StringBuilder();
            }
            if (word != null) {
                word.append("\\".repeat(isQuote ? backslashes / 2 : backslashes));
            }
            if (isQuote && backslashes % 2 == 0) {
                quoted = !quoted;
            } else if (!isSpace) {
                word.append(next);
            } else if (word != null) {
                words.add(word.toString());
                word = null;
            }
            backslashes = 0;
        }
        return quoted ? List.of() : words;
    }
}
