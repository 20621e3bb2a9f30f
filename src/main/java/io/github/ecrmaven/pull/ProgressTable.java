package io.github.ecrmaven.pull;

import io.github.ecrmaven.pull.PullSnapshot.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Draws the progress as a table: a line for each unfinished image, and one for all images together.
 *
 * @param now the progress
 * @param width the maximum length of a line
 * @param height the maximum number of lines, at least 1
 */
public record ProgressTable(PullSnapshot now, int width, int height) {
    private static final int MIN_NAME_WIDTH = 12;
    private static final int MIN_BAR_WIDTH = 10;
    private static final int MAX_BAR_WIDTH = 40;
    private static final String GAP = "  ";

    private record Line(String name, String doing, Progress progress, double share) {
        /** Full only when the engine has all layers. */
        String bar(int width) {
            if (progress.layers() == 0) {
                return "";
            }
            int inside = width - 2;
            int done = Math.min((int) (share * inside), progress.done() < progress.layers() ? inside - 1 : inside);
            return "[" + "=".repeat(done) + " ".repeat(inside - done) + "]";
        }
    }

    /** Returns the lines, in ASCII only, so that any terminal can show them. */
    public List<String> lines() {
        List<Row> left = now.rows().stream().filter(row -> !row.state().isEnd()).toList();
        List<Row> shown = Stream.concat(
                        left.stream().filter(Row::isActive), left.stream().filter(row -> !row.isActive()))
                .limit(left.size() < height ? left.size() : Math.max(0, height - 2))
                .toList();
        boolean shortNames =
                shown.stream().anyMatch(row -> row.image().declared().toString().length() > width / 2);
        List<Line> lines = new ArrayList<>(shown.stream()
                .map(row -> new Line(
                        shortNames
                                ? row.image().declared().shortName()
                                : row.image().declared().toString(),
                        row.doing(),
                        row.progress(),
                        row.share()))
                .toList());
        lines.add(new Line(
                now.ended() + " of " + now.rows().size() + " images",
                HumanReadable.seconds(now.elapsed()),
                now.total(),
                now.share()));
        List<String> drawn = new ArrayList<>(draw(lines));
        if (shown.size() < left.size() && height > 1) {
            drawn.add(drawn.size() - 1, cut("... and " + (left.size() - shown.size()) + " more"));
        }
        return drawn;
    }

    private List<String> draw(List<Line> lines) {
        int doing = widest(lines, Line::doing);
        int layers = widest(lines, line -> line.progress.layerCount());
        int megabytes = widest(lines, line -> line.progress.megabytes("/"));
        int rate = widest(lines, line -> line.progress.rate());
        int numbers = Stream.of(doing, layers, megabytes, rate)
                .filter(column -> column > 0)
                .mapToInt(column -> column + GAP.length())
                .sum();
        int name = Math.min(widest(lines, Line::name), Math.max(MIN_NAME_WIDTH, width - numbers));
        int bar = Math.min(MAX_BAR_WIDTH, width - name - numbers - GAP.length());
        return lines.stream()
                .map(line -> left(end(line.name, name), name)
                        + column(left(line.doing, doing))
                        + (bar < MIN_BAR_WIDTH ? "" : column(left(line.bar(bar), bar)))
                        + column(right(line.progress.layerCount(), layers))
                        + column(right(line.progress.megabytes("/"), megabytes))
                        + column(right(line.progress.rate(), rate)))
                .map(this::cut)
                .toList();
    }

    private static int widest(List<Line> lines, Function<Line, String> column) {
        return lines.stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String column(String text) {
        return text.isEmpty() ? "" : GAP + text;
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    /** Cuts the beginning of a long name: the end tells more. */
    private static String end(String name, int width) {
        return name.length() <= width ? name : "..." + name.substring(name.length() - width + 3);
    }

    private String cut(String line) {
        String text = line.stripTrailing();
        return text.length() <= width ? text : text.substring(0, width);
    }
}
