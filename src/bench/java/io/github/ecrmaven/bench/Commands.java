package io.github.ecrmaven.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs commands as processes of their own, in an environment that no developer's settings reach. */
final class Commands {
    private static final int POLL_MILLISECONDS = 5;

    private final Map<String, String> environment;
    private final Path log;
    private double peakMegabytes;

    /**
     * For commands to be run one after the other, or some at once.
     *
     * @param environment what it has beside or instead of this process's
     * @param folder where their output is kept while they run
     */
    Commands(Map<String, String> environment, Path folder) {
        this.environment = environment;
        log = folder.resolve("log");
    }

    /** The most memory that those had at one time which were run until now; NaN where the system does not say. */
    double peakMegabytes() {
        return peakMegabytes;
    }

    /**
     * Starts commands together, and waits for all of them.
     *
     * @throws ToolFailedException if one cannot be started, or ends with another exit code than 0
     */
    void run(List<List<String>> commands) throws ToolFailedException, IOException, InterruptedException {
        Files.deleteIfExists(log);
        List<Process> processes = new ArrayList<>();
        try {
            for (List<String> command : commands) {
                processes.add(start(command));
            }
            peakMegabytes = Math.max(peakMegabytes, watch(processes));
        } finally {
            for (Process process : processes) {
                process.destroyForcibly();
            }
        }
        if (processes.stream().anyMatch(process -> process.exitValue() != 0)) {
            throw new ToolFailedException("failed: " + lastLine());
        }
    }

    private Process start(List<String> command) throws ToolFailedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("MAVEN_"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ToolFailedException("not here: " + e.getMessage());
        }
    }

    /** Waits for all processes; returns the sum of their peaks. */
    private static double watch(List<Process> processes) throws InterruptedException {
        Map<Process, Double> peaks = new HashMap<>();
        CompletableFuture<?> end =
                CompletableFuture.allOf(processes.stream().map(Process::onExit).toArray(CompletableFuture<?>[]::new));
        boolean ended = false;
        while (!ended) {
            for (Process process : processes) {
                megabytes(process.pid()).findFirst().ifPresent(peak -> peaks.put(process, peak));
            }
            ended = isDone(end);
        }
        return peaks.isEmpty()
                ? Double.NaN
                : peaks.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static boolean isDone(CompletableFuture<?> end) throws InterruptedException {
        try {
            end.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The most memory that a process has had until now, where this is Linux and it has not ended. */
    private static Stream<Double> megabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private String lastLine() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank())
                .reduce((one, next) -> next)
                .orElse("it said nothing");
    }
}
