package io.github.ecrmaven.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.ecrmaven.bench.Tool.Images;
import io.github.ecrmaven.engine.EngineDescription;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The text that the bench prints: the machine, the table, and which goals are met. */
final class Report {
    private static final String ROW = "%-42s %7s %7s %7s %7s %6s %7s %6s %8s";
    private static final String GOAL = "%-72s %9s %9s  %s";

    private final Rows rows;
    private final EngineDescription engine;
    private final double load = load();
    private final StringBuilder text = new StringBuilder();

    private Report(Rows rows, EngineDescription engine) {
        this.rows = rows;
        this.engine = engine;
    }

    /** Begins a report with the machine before the first round, the engine and the images. */
    static Report begin(Setup setup, Rows rows, int rounds) throws IOException {
        Report report = new Report(rows, setup.engine());
        report.place();
        report.line("Images    eight of 4 layers of 8 MiB, by HTTPS; answers after 20 ms, 8 MiB/s a connection");
        report.line("Rounds    %d, of all tools in turn", rounds);
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
        line("Java      %s", Runtime.version());
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

    /** Returns the whole report at the end of the last round. */
    String finish() {
        line("");
        line(ROW, "", "seconds", "", "times", "CPU", "peak", "of the", "token", "registry");
        line(ROW, "", "median", "min", "bare", "seconds", "MB", "link", "calls", "requests");
        rows.all().forEach(this::row);
        line(
                "Of the link: bytes a second, as a share of the %.0f MiB/s that it gives if all layers come at once",
                Setup.MEBIBYTES / rows.link().seconds());
        line("");
        line(GOAL, "", "measured", "at most", "");
        rows.mavens().forEach(this::goals);
        line("");
        line(
                "Load %.1f before the first round and %.1f after the last: a machine with other work gives other figures.",
                load, load());
        return text.toString();
    }

    private void row(Row row) {
        String name = row.tool().name();
        if (!row.failure().isEmpty()) {
            line("%-42s %s", name, row.failure());
            return;
        }
        line(
                ROW,
                name,
                number("%.2f", row.seconds()),
                number("%.2f", row.leastSeconds()),
                number("%.2f x", row.timesBare()),
                number("%.2f", row.cpuSeconds()),
                number("%.0f", row.peakMegabytes()),
                number("%.0f %%", 100 * shareOfLink(row)),
                number("%.0f", row.tokenCalls()),
                number("%.0f", row.requests()));
    }

    /** Returns a tool's bytes per second as a share of the link's; both download the same bytes. */
    private double shareOfLink(Row row) {
        boolean pulls = row.tool().before() == Images.NONE || row == rows.link();
        return pulls ? rows.link().seconds() / row.seconds() : Double.NaN;
    }

    private void goals(MavenRows maven) {
        line("Maven %s", maven.version());
        goal("all present: times bare Maven", "%.2f x", maven.present().timesBare(), 1.4);
        goal(
                "all present: token calls and registry requests of all rounds",
                "%.0f",
                maven.present().questions(),
                0);
        goal("all up to date: times bare Maven", "%.2f x", maven.upToDate().timesBare(), 1.7);
        // Docker's older store downloads three layers in parallel, whatever the client.
        if (String.valueOf(engine.store()).contains("containerd")) {
            for (Row cold : maven.cold()) {
                String name = cold.tool().name().replace("this plugin, ", "");
                double ideal = maven.bare().seconds() + rows.atOnce().seconds();
                goal(name + ": times bare Maven and eight docker pull", "%.2f x", cold.seconds() / ideal, 1.25);
                goal(
                        name + ": times fabric8",
                        "%.2f x",
                        cold.seconds() / maven.fabric8().seconds(),
                        0.5);
            }
        }
        double megabytes = maven.plugin().stream()
                .mapToDouble(Row::megabytesOverBare)
                .max()
                .orElse(Double.NaN);
        goal("peak memory over bare Maven", "%.0f MB", megabytes, 60);
        Row one = maven.pluginInOne();
        Row all = maven.pluginInAll();
        double seconds = (all.seconds() - one.seconds()) / Reactor.MODULES;
        goal("each module more that names the same images", "%.1f ms", 1000 * seconds, 5);
        goal("all modules: token calls", "%.0f", all.tokenCalls(), 1);
        goal("all modules: requests to the engine, as with one", "%.0f", all.engineRequests(), one.engineRequests());
    }

    private void goal(String name, String format, double measured, double limit) {
        String verdict =
                Double.isNaN(measured) || Double.isNaN(limit) ? "not measured" : measured <= limit ? "met" : "missed";
        line(GOAL, "  " + name, number(format, measured), number(format, limit), verdict);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
