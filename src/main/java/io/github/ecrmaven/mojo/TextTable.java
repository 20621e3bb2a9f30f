package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Formats tables whose cells may have several lines. */
final class TextTable {
    /** What is before the first column, and between columns. */
    static final String INDENT = "  ";

    private TextTable() {}

    /**
     * Returns the lines of a table: indented, with aligned columns.
     *
     * @param rows their cells, each a list of lines
     */
    static List<String> lines(List<List<List<String>>> rows) {
        List<List<String>> flat = rows.stream().flatMap(TextTable::flat).toList();
        int[] widths = IntStream.range(
                        0, flat.stream().mapToInt(List::size).max().orElse(0))
                .map(column -> flat.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return flat.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> row.get(column)
                                + " ".repeat(widths[column] - row.get(column).length()))
                        .collect(Collectors.joining(INDENT, INDENT, ""))
                        .stripTrailing())
                .toList();
    }

    /** Returns the length of the longest line. */
    static int width(List<String> lines) {
        return lines.stream().mapToInt(String::length).max().orElse(0);
    }

    private static Stream<List<String>> flat(List<List<String>> row) {
        int height = row.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(line -> row.stream()
                        .map(cell -> line < cell.size() ? cell.get(line) : "")
                        .toList());
    }

    /**
     * Splits a text into lines.
     *
     * @param width the maximum length of a line
     * @param after the characters after which a line may end; words that are too long are split anywhere
     */
    static List<String> wrapped(String text, int width, String after) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split("(?<=[" + after + "])", -1)) {
            if (!line.isEmpty() && (line + word).stripTrailing().length() > width) {
                lines.add(line.stripTrailing());
                line = "";
            }
            line += word;
            while (line.stripTrailing().length() > width) {
                lines.add(line.substring(0, width));
                line = line.substring(width);
            }
        }
        lines.add(line.stripTrailing());
        return lines;
    }
}
