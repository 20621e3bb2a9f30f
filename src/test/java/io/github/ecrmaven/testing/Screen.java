package io.github.ecrmaven.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The screen of a terminal that interprets control sequences, with an unlimited number of lines. */
public final class Screen {
    private static final Pattern TOKEN = Pattern.compile("\u001b\\[(\\??)([0-9;]*)([A-Za-z@])|(\r)|(\n)|(\b)|(.)");

    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private final int width;
    private int row;
    private int column;

    private Screen(int width) {
        this.width = width;
    }

    /**
     * Returns the lines on the screen after this output, without blank lines at the end.
     *
     * @param width the number of columns
     */
    public static List<String> of(String output, int width) {
        var screen = new Screen(width);
        Matcher token = TOKEN.matcher(output);
        int end = 0;
        while (token.find()) {
            if (token.start() != end) {
                throw new IllegalArgumentException("unknown: " + output.substring(end, token.start()));
            }
            end = token.end();
            screen.take(token);
        }
        return String.join("\n", screen.lines)
                .stripTrailing()
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    private void take(Matcher token) {
        if (token.group(3) != null) {
            int number = token.group(2).isEmpty()
                    ? 0
                    : Integer.parseInt(token.group(2).split(";", -1)[0]);
            control(token.group(3).charAt(0), number);
        } else if (token.group(4) != null) {
            column = 0;
        } else if (token.group(5) != null) {
            down(1);
        } else if (token.group(6) != null) {
            column--;
        } else {
            put(token.group(7));
        }
    }

    private void control(char command, int number) {
        int count = Math.max(1, number);
        column = Math.min(column, width - 1);
        switch (command) {
            case 'A' -> row -= count;
            case 'B' -> down(count);
            case 'C' -> column += count;
            case 'D' -> column -= count;
            case 'G' -> column = count - 1;
            case 'K' -> line().setLength(Math.min(column, line().length()));
            case 'J' -> {
                line().setLength(Math.min(column, line().length()));
                lines.subList(row + 1, lines.size()).clear();
            }
            case 'P' -> line().delete(column, Math.min(column + count, line().length()));
            case '@' -> line().insert(column, " ".repeat(count));
            case 'L' ->
                lines.addAll(
                        row, Stream.generate(StringBuilder::new).limit(count).toList());
            case 'M' -> lines.subList(row, Math.min(row + count, lines.size())).clear();
            case 'm', 'h', 'l' -> {
                // Colors and modes are ignored.
            }
            default -> throw new IllegalArgumentException("unknown: " + command);
        }
    }

    private void down(int count) {
        row += count;
        line();
    }

    private StringBuilder line() {
        while (lines.size() <= row) {
            lines.add(new StringBuilder());
        }
        return lines.get(row);
    }

    private void put(String character) {
        if (column == width) {
            // The cursor wraps to the next line only when another character is written.
            column = 0;
            down(1);
        }
        StringBuilder line = line();
        line.append(" ".repeat(Math.max(0, column - line.length())));
        line.replace(column, Math.min(column + 1, line.length()), character);
        column++;
    }
}
