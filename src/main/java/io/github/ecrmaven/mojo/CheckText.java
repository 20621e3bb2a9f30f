package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.check.CheckedImage;
import io.github.ecrmaven.check.CheckedRegistry;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Formats a report of ecr:check as text: the engine, then each registry with a table of its images. Where that is too
 * wide, texts are wrapped, platforms have a line each, and digests are shown without {@code sha256:}.
 *
 * @param clock with the user's time zone
 * @param width the longest line that fits; 0 if unknown
 */
record CheckText(Clock clock, int width) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT);
    private static final List<String> TITLES = List.of("IMAGE", "DIGEST", "SIZE (MB)", "IN ENGINE", "PLATFORMS");
    private static final int SIZE_COLUMN = 2;
    private static final int PLATFORMS_IN_A_LINE = 2;
    private static final int SHORTEST_NAME = 16;
    private static final int SHORTEST_TEXT = 30;
    private static final String INDENT = "  ";

    /** Returns the lines of a report, without its problems. */
    List<String> lines(CheckReport report) {
        List<String> lines = new ArrayList<>(engine(report.engine()));
        for (CheckedRegistry registry : report.registries()) {
            lines.add("");
            lines.addAll(registry(registry));
            lines.add("");
            lines.addAll(table(registry.images()));
            for (CheckedImage image : registry.images()) {
                image.inEcr().notes().forEach(note -> lines.addAll(note(name(image) + ": " + note)));
            }
        }
        lines.add("");
        return lines;
    }

    private List<String> note(String text) {
        List<String> lines = wrapped(text, textWidth(INDENT.length() * 2), " ");
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i == 0 ? INDENT : INDENT + INDENT) + lines.get(i))
                .toList();
    }

    private int textWidth(int before) {
        return width == 0 ? Integer.MAX_VALUE : Math.max(SHORTEST_TEXT, width - before);
    }

    /**
     * Splits a text into lines.
     *
     * @param width of a line
     * @param after the characters after which a line may end; words that are too long are split anywhere
     */
    private static List<String> wrapped(String text, int width, String after) {
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

    private List<String> engine(EngineDescription engine) {
        if (engine == null) {
            return block("Container engine", List.of(List.of("Address", "none that answers")));
        }
        return block(
                "Container engine",
                List.of(
                        List.of("Address", engine.address() + " (" + engine.chosenBy() + ")"),
                        List.of("Version", engine.product() + " " + engine.version() + platform(engine)),
                        List.of("API", api(engine)),
                        List.of("Store", engine.store() == null ? "unknown" : engine.store())));
    }

    private static String platform(EngineDescription engine) {
        return engine.os() == null || engine.architecture() == null
                ? ""
                : " for " + engine.os() + "/" + engine.architecture();
    }

    private static String api(EngineDescription engine) {
        return engine.apiVersion() + " ("
                + (engine.minApiVersion() == null ? "up to " : engine.minApiVersion() + " to ")
                + engine.newestApiVersion() + ")";
    }

    private List<String> registry(CheckedRegistry checked) {
        Caller caller = checked.caller();
        List<List<String>> values = new ArrayList<>(List.of(
                List.of("Credentials", credentials(checked)),
                List.of("Caller", caller(caller)),
                List.of("Token", token(checked))));
        checked.notes().forEach(note -> values.add(List.of("Note", note)));
        return block("Registry " + checked.registry().host(), values);
    }

    /** Without a caller and a note, signing in has failed; the report lists that as a problem. */
    private static String credentials(CheckedRegistry checked) {
        if (checked.caller() != null) {
            return checked.caller().source();
        }
        return checked.notes().isEmpty() ? "none that work, see the problem below" : "not looked for";
    }

    private static String caller(Caller caller) {
        if (caller == null) {
            return "unknown";
        }
        return caller.unknown() == null
                ? caller.arn() + " of account " + caller.account()
                : "unknown: " + caller.unknown();
    }

    private String token(CheckedRegistry checked) {
        Instant end = checked.tokenExpiresAt();
        if (end == null) {
            return checked.signedIn() ? "does not say how long it lasts" : "none";
        }
        String time = TIME.format(end.atZone(clock.getZone()));
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative()
                ? "expired at " + time + ", before it came: check this machine's clock"
                : "lasts until " + time + ", " + left.toHours() + " h " + left.toMinutesPart() + " min";
    }

    private List<String> block(String title, List<List<String>> values) {
        int names =
                values.stream().mapToInt(value -> value.get(0).length()).max().orElse(0);
        List<List<String>> rows = values.stream()
                .flatMap(value -> rows(List.of(
                        List.of(value.get(0)), wrapped(value.get(1), textWidth(names + 2 * INDENT.length()), " "))))
                .toList();
        return Stream.concat(Stream.of(title), aligned(rows).stream()).toList();
    }

    private List<String> table(List<CheckedImage> images) {
        List<String> lines = table(images, Integer.MAX_VALUE, false);
        if (width == 0 || widest(lines) <= width) {
            return lines;
        }
        int others = widest(table(images, 1, true)) - TITLES.get(0).length();
        return table(images, Math.max(SHORTEST_NAME, width - others), true);
    }

    private static int widest(List<String> lines) {
        return lines.stream().mapToInt(String::length).max().orElse(0);
    }

    private static List<String> table(List<CheckedImage> images, int nameWidth, boolean narrow) {
        return aligned(Stream.concat(
                        Stream.of(TITLES), images.stream().flatMap(image -> rows(image, nameWidth, narrow)))
                .toList());
    }

    /** Puts cells of several lines beside each other. */
    private static Stream<List<String>> rows(List<List<String>> cells) {
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(row -> cells.stream()
                        .map(cell -> row < cell.size() ? cell.get(row) : "")
                        .toList());
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int... widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String space = " ".repeat(widths[column] - row.get(column).length());
                    return column == SIZE_COLUMN ? space + row.get(column) : row.get(column) + space;
                })
                .collect(Collectors.joining(INDENT, INDENT, ""))
                .stripTrailing();
    }

    private static Stream<List<String>> rows(CheckedImage image, int nameWidth, boolean narrow) {
        String size = image.inEcr().size() == null
                ? "-"
                : String.format(Locale.ROOT, "%.1f", image.inEcr().size() / 1e6);
        String digest = digest(image);
        return rows(List.of(
                wrapped(name(image), nameWidth, "/:@ "),
                List.of(narrow ? digest.replace("sha256:", "") : digest),
                List.of(size),
                List.of(image.inEngine() == null ? "unknown" : image.inEngine() ? "yes" : "no"),
                platforms(image.inEcr().platforms(), narrow ? 1 : PLATFORMS_IN_A_LINE)));
    }

    private static List<String> platforms(List<Platform> platforms, int inALine) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < platforms.size(); i += inALine) {
            int end = Math.min(i + inALine, platforms.size());
            String line =
                    platforms.subList(i, end).stream().map(Platform::toString).collect(Collectors.joining(", "));
            lines.add(line + (end < platforms.size() ? "," : ""));
        }
        return lines.isEmpty() ? List.of("-") : lines;
    }

    /** The name without the registry, which is in the title; if it has a mirror, with its own name. */
    private static String name(CheckedImage checked) {
        ImageReference own = checked.image().ownName();
        Platform platform = checked.image().platform();
        return checked.image().reference().shortName()
                + (own == null ? "" : " as " + (own.hasTagAndDigest() ? own.withoutDigest() : own))
                + (platform == null ? "" : " " + platform);
    }

    private static String digest(CheckedImage image) {
        if (image.inEcr().digest() != null) {
            return ImageReference.withShortDigests(image.inEcr().digest());
        }
        return Boolean.FALSE.equals(image.inEcr().exists()) ? "not found" : "unknown";
    }
}
