package io.github.ecrmaven.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.ecrmaven.engine.EngineDescription;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What people read: where it was measured, the table, and which targets are met. */
final class Report {
    private static final String ROW = "%-48s %7s %7s %7s %8s %7s %7s %9s";
    private static final String TARGET = "%-62s %9s %9s  %s";

    private final Rows rows;
    private final EngineDescription engine;
    private final double load = load();
    private final StringBuilder text = new StringBuilder();

    private Report(Rows rows, EngineDescription engine) {
        this.rows = rows;
        this.engine = engine;
    }

    /**
     * Describes where it will be measured: the machine as it is before the first round, the engine, and the registry.
     */
    static Report begin(Setup setup, Rows rows, int rounds) throws IOException {
        Report report = new Report(rows, setup.engine());
        report.place();
        report.line(
                "Registry  stand-in, %.1f MiB/s over eight connections without any tool", setup.mebibytesPerSecond());
        report.line(
                "Images    eight of 4 layers of 8 MiB; 8 MiB/s a connection, 20 ms latency; tools in turn, round by round");
        report.line("Rounds    %d", rounds);
        return report;
    }

    private void place() throws IOException {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        line(
                "Machine   %d cores, %.1f GB, %s %s%s",
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / 1e9,
                system.getName(),
                system.getVersion(),
                distribution());
        line("Java      %s; Maven %s", Runtime.version(), System.getProperty("maven.version"));
        line("Engine    %s %s, store %s", engine.product(), engine.version(), engine.store());
        line("CLI       %s", System.getProperty("docker.version"));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String distribution() throws IOException {
        Path release = Path.of("/etc/os-release");
        return !Files.exists(release)
                ? ""
                : Files.readAllLines(release).stream()
                        .filter(line -> line.startsWith("PRETTY_NAME="))
                        .map(line -> ", " + line.replaceAll("PRETTY_NAME=|\"", ""))
                        .findFirst()
                        .orElse("");
    }

    /** Returns all of it, when everything is measured. */
    String finish() {
        line("");
        line(ROW, "", "seconds", "", "over", "peak", "over", "token", "registry");
        line(ROW, "", "median", "min", "bare", "MB", "bare", "calls", "requests");
        rows.all().forEach(this::row);
        line(ROW, "bare mvn validate + docker pull, eight at once", seconds(bareAndDocker()), "", "", "", "", "", "");
        line("");
        line(TARGET, "", "measured", "at most", "");
        for (Row cold : rows.cold()) {
            String name = cold.tool().name().replace("this plugin, ", "");
            target(name + ": 1.15 x (bare Maven + eight docker pulls)", "s", cold.seconds(), 1.15 * bareAndDocker());
            if (engine.store() != null && engine.store().contains("containerd")) {
                target(
                        name + ": a third of docker pull one by one",
                        "s",
                        cold.seconds(),
                        rows.oneByOne().seconds() / 3);
            }
        }
        target("up to date, over bare Maven", "s", secondsOverBare(rows.upToDate()), 1.2);
        target("present, over bare Maven", "s", secondsOverBare(rows.present()), 0.5);
        target(
                "present, token calls and registry requests of all rounds",
                "",
                rows.present().questions(),
                0);
        target("peak memory of the plugin, over bare Maven", "MB", mostMegabytesOverBare(), 60);
        line("");
        line(
                "Load %.1f before the first round and %.1f after the last: a machine with other work gives other figures.",
                load, load());
        return text.toString();
    }

    private void row(Row row) {
        String name = row.tool().name();
        if (!row.failure().isEmpty()) {
            line("%-48s %s", name, row.failure());
            return;
        }
        boolean overBare = rows.maven().contains(row) && row != rows.bare();
        line(
                ROW,
                name,
                seconds(row.seconds()),
                seconds(row.leastSeconds()),
                overBare ? seconds(secondsOverBare(row)) : "-",
                whole(row.peakMegabytes()),
                overBare ? whole(megabytesOverBare(row)) : "-",
                whole(row.tokenCalls()),
                whole(row.requests()));
    }

    private void target(String name, String unit, double measured, double limit) {
        String verdict =
                Double.isNaN(measured) || Double.isNaN(limit) ? "not measured" : measured <= limit ? "met" : "missed";
        boolean seconds = unit.equals("s");
        line(
                TARGET,
                name,
                (seconds ? seconds(measured) : whole(measured)) + " " + unit,
                (seconds ? seconds(limit) : whole(limit)) + " " + unit,
                verdict);
    }

    private double bareAndDocker() {
        return rows.bare().seconds() + rows.atOnce().seconds();
    }

    private double secondsOverBare(Row row) {
        return row.seconds() - rows.bare().seconds();
    }

    private double megabytesOverBare(Row row) {
        return row.peakMegabytes() - rows.bare().peakMegabytes();
    }

    private double mostMegabytesOverBare() {
        return rows.plugin().stream().mapToDouble(this::megabytesOverBare).max().orElse(Double.NaN);
    }

    private static String seconds(double value) {
        return number("%.2f", value);
    }

    private static String whole(double value) {
        return number("%.0f", value);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
