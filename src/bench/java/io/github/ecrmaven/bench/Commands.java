package io.github.ecrmaven.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs commands as processes, in an environment without the user's settings for AWS and Maven. */
final class Commands {
    private static final int POLL_MILLISECONDS = 5;

    private final Map<String, String> environment;
    private final Path log;
    private final List<Process> processes = new ArrayList<>();
    private boolean stopped;

    /**
     * Creates a runner of commands.
     *
     * @param environment the variables that are added to this process's, or replace them
     * @param folder where their output is stored while they run
     */
    Commands(Map<String, String> environment, Path folder) {
        this.environment = environment;
        log = folder.resolve("log");
    }

    /**
     * Runs commands in parallel, and waits for all of them.
     *
     * @return the sum of their peak memory in megabytes; NaN if unknown
     * @throws ToolFailedException if a command cannot be started, or its exit code is not 0
     * @throws InterruptedException if they were stopped
     */
    double run(List<List<String>> commands) throws ToolFailedException, IOException, InterruptedException {
        Files.deleteIfExists(log);
        List<Process> started = new ArrayList<>();
        try {
            for (List<String> command : commands) {
                started.add(start(command));
            }
            double megabytes = watch(started);
            failUnlessOk(started);
            return megabytes;
        } finally {
            end(started);
        }
    }

    /** Ends all commands; no other is started. */
    synchronized void stop() {
        stopped = true;
        processes.forEach(Process::destroyForcibly);
    }

    private synchronized Process start(List<String> command) throws ToolFailedException, InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("MAVEN_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new ToolFailedException("not here: " + e.getMessage());
        }
    }

    private synchronized void failUnlessOk(List<Process> ended)
            throws ToolFailedException, IOException, InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
        if (ended.stream().anyMatch(process -> process.exitValue() != 0)) {
            throw new ToolFailedException("failed: " + firstError());
        }
    }

    private synchronized void end(List<Process> started) {
        started.forEach(Process::destroyForcibly);
        processes.removeAll(started);
    }

    /** Waits for all processes, and returns the sum of their peak memory. */
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

    /** Returns the peak memory of a process so far; empty if it has ended, or this is not Linux. */
    private static Stream<Double> megabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /**
     * Returns the CPU time in seconds, user and system, of all ended child processes and their children; NaN if this is
     * not Linux.
     */
    static double cpuSeconds() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.exists(stat)) {
            return Double.NaN;
        }
        // cutime and cstime in hundredths of a second, see proc(5). The second field, a name, may contain blanks.
        String[] fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    }

    /** Returns the first line with an error; Maven prints advice after it. */
    private String firstError() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                .findFirst()
                .orElse("it did not say why");
    }
}
