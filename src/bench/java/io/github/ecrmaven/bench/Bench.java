package io.github.ecrmaven.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs all tools in turn, round by round, and prints one table. */
public final class Bench {
    private static final String USAGE =
            "usage: src/bench/run [--rounds N] [--parallelism N,N...] [--maven HOME,HOME...]";

    private Bench() {}

    /** Runs the bench with the options of {@code src/bench/run}. */
    public static void main(String[] args) throws IOException {
        int rounds = 5;
        List<String> parallelisms = new ArrayList<>();
        List<Path> mavens = new ArrayList<>(List.of(Path.of(System.getProperty("maven.home"))));
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            if (args[i].equals("--rounds") && value.matches("[1-9]\\d{0,2}")) {
                rounds = Integer.parseInt(value);
            } else if (args[i].equals("--parallelism") && value.matches("[1-9]\\d?(,[1-9]\\d?)*")) {
                parallelisms.addAll(List.of(value.split(",")));
            } else if (args[i].equals("--maven") && Stream.of(value.split(",")).allMatch(Bench::isMaven)) {
                Stream.of(value.split(",")).map(Path::of).forEach(mavens::add);
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
        try (Setup setup = new Setup()) {
            stopOnCtrlC(setup, Thread.currentThread());
            Rows rows = new Rows(setup, mavens, parallelisms);
            Report report = Report.begin(setup, rows, rounds);
            prepare(setup, rows);
            for (int round = 1; round <= rounds; round++) {
                for (Row row : rows.all()) {
                    tell("round " + round + " of " + rounds + ": " + row.tool().name());
                    measure(setup, row);
                }
            }
            System.out.print(report.finish());
        } catch (InterruptedException e) {
            tell("stopped; the engine and the disk are as before");
        }
    }

    private static boolean isMaven(String home) {
        return Files.isExecutable(Path.of(home, "bin", "mvn"));
    }

    /** On Ctrl-C, stops the current tool and waits until the main thread has cleaned up. */
    private static void stopOnCtrlC(Setup setup, Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            setup.stop();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Downloads all plugins and dependencies, so that the rounds do not. */
    private static void prepare(Setup setup, Rows rows) throws IOException, InterruptedException {
        for (Row row : rows.maven()) {
            tell("preparing: " + row.tool().name());
            List<String> command = row.tool().commands().get(0);
            try {
                setup.prepare(Stream.concat(command.stream(), Stream.of("-Decr.skip", "-Ddocker.skip"))
                        .toList());
            } catch (ToolFailedException e) {
                row.fail(e.getMessage());
            }
        }
    }

    private static void measure(Setup setup, Row row) throws IOException, InterruptedException {
        if (!row.failure().isEmpty()) {
            return;
        }
        try {
            row.add(setup.run(row.tool()));
        } catch (ToolFailedException e) {
            row.fail(e.getMessage());
        }
    }

    private static void tell(String text) {
        System.err.println("bench: " + text);
    }
}
