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

/**
 * Formats a report of ecr:check as text: the engine, then each registry with a table of its images.
 *
 * @param clock with the user's time zone
 */
record CheckText(Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT);
    private static final List<String> TITLES = List.of("IMAGE", "DIGEST", "SIZE (MB)", "IN ENGINE", "PLATFORMS");
    private static final int SIZE_COLUMN = 2;
    private static final int PLATFORMS_IN_A_LINE = 2;

    /** Returns the lines of a report, without its problems. */
    List<String> lines(CheckReport report) {
        List<String> lines = new ArrayList<>(engine(report.engine()));
        for (CheckedRegistry registry : report.registries()) {
            lines.add("");
            lines.addAll(registry(registry));
            lines.add("");
            lines.addAll(table(registry.images()));
            for (CheckedImage image : registry.images()) {
                image.inEcr().notes().forEach(note -> lines.add("  " + name(image) + ": " + note));
            }
        }
        lines.add("");
        return lines;
    }

    private static List<String> engine(EngineDescription engine) {
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

    private static List<String> block(String title, List<List<String>> values) {
        List<String> lines = new ArrayList<>(List.of(title));
        lines.addAll(aligned(values));
        return lines;
    }

    private static List<String> table(List<CheckedImage> images) {
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        images.forEach(image -> rows.addAll(rows(image)));
        return aligned(rows);
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
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }

    /** One line for an image, and more lines if it has many platforms. */
    private static List<List<String>> rows(CheckedImage image) {
        List<String> platforms =
                image.inEcr().platforms().stream().map(Platform::toString).toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                name(image),
                digest(image),
                image.inEcr().size() == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", image.inEcr().size() / 1e6),
                image.inEngine() == null ? "unknown" : image.inEngine() ? "yes" : "no",
                platforms.isEmpty() ? "-" : chunk(platforms, 0)));
        for (int i = PLATFORMS_IN_A_LINE; i < platforms.size(); i += PLATFORMS_IN_A_LINE) {
            rows.add(List.of("", "", "", "", chunk(platforms, i)));
        }
        return rows;
    }

    private static String chunk(List<String> platforms, int from) {
        int to = Math.min(from + PLATFORMS_IN_A_LINE, platforms.size());
        return String.join(", ", platforms.subList(from, to)) + (to < platforms.size() ? "," : "");
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
