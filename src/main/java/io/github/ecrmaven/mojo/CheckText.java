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
 * wide, texts are wrapped, platforms have a line each, and digests are shown without {@code sha256:}; where even that
 * is too wide, each image has a table of its own.
 *
 * @param clock the clock, with the user's time zone
 * @param width the longest line that fits; 0 if unknown
 */
record CheckText(Clock clock, int width) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT);
    private static final List<String> TITLES = List.of("IMAGE", "DIGEST", "SIZE (MB)", "IN ENGINE", "PLATFORMS");
    private static final int PLATFORMS_PER_LINE = 2;
    private static final int MIN_NAME_WIDTH = 16;
    private static final int MIN_TEXT_WIDTH = 30;

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
        List<String> lines = TextTable.wrapped(text, textWidth(TextTable.INDENT.length() * 2), " ");
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i == 0 ? TextTable.INDENT : TextTable.INDENT + TextTable.INDENT) + lines.get(i))
                .toList();
    }

    private int textWidth(int before) {
        return width == 0 ? Integer.MAX_VALUE : Math.max(MIN_TEXT_WIDTH, width - before);
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
        return caller.unknownReason() == null
                ? caller.arn() + " of account " + caller.account()
                : "unknown: " + caller.unknownReason();
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
        return Stream.concat(Stream.of(title), pairs(values).stream()).toList();
    }

    /** Returns a table of two columns, with texts wrapped in the second. */
    private List<String> pairs(List<List<String>> values) {
        int names =
                values.stream().mapToInt(value -> value.get(0).length()).max().orElse(0);
        int text = textWidth(names + 2 * TextTable.INDENT.length());
        return TextTable.lines(values.stream()
                .map(value -> List.of(List.of(value.get(0)), TextTable.wrapped(value.get(1), text, " ")))
                .toList());
    }

    private List<String> table(List<CheckedImage> images) {
        List<String> lines = table(images, Integer.MAX_VALUE, false);
        if (width == 0 || TextTable.width(lines) <= width) {
            return lines;
        }
        int others = TextTable.width(table(images, 1, true)) - TITLES.get(0).length();
        int forNames = width - others;
        return forNames < MIN_NAME_WIDTH ? tables(images) : table(images, forNames, true);
    }

    private static List<String> table(List<CheckedImage> images, int nameWidth, boolean narrow) {
        return TextTable.lines(Stream.concat(
                        Stream.of(TITLES.stream().map(List::of).toList()),
                        images.stream().map(image -> row(image, nameWidth, narrow)))
                .toList());
    }

    private static List<List<String>> row(CheckedImage image, int nameWidth, boolean narrow) {
        Long bytes = image.inEcr().size();
        String size = bytes == null ? "-" : String.format(Locale.ROOT, "%.1f", bytes / 1e6);
        String digest = digest(image);
        return List.of(
                TextTable.wrapped(name(image), nameWidth, "/:@ -"),
                List.of(narrow ? digest.replace("sha256:", "") : digest),
                // Numbers are aligned to the right, below their title.
                List.of(" ".repeat(Math.max(0, TITLES.get(2).length() - size.length())) + size),
                List.of(image.inEngine() == null ? "unknown" : image.inEngine() ? "yes" : "no"),
                platforms(image.inEcr().platforms(), narrow ? 1 : PLATFORMS_PER_LINE));
    }

    /** Returns a table for each image, with the titles in the first column. */
    private List<String> tables(List<CheckedImage> images) {
        List<String> lines = new ArrayList<>();
        for (CheckedImage image : images) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            List<List<String>> row = row(image, Integer.MAX_VALUE, true);
            lines.addAll(pairs(IntStream.range(0, TITLES.size())
                    .mapToObj(i ->
                            List.of(TITLES.get(i), String.join(" ", row.get(i)).strip()))
                    .toList()));
        }
        return lines;
    }

    private static List<String> platforms(List<Platform> platforms, int perLine) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < platforms.size(); i += perLine) {
            int end = Math.min(i + perLine, platforms.size());
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
