package io.github.ecrmaven.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A tool and what it took in all rounds, or why it has no figures. */
final class Row {
    private final Tool tool;
    private final Row bare;
    private final List<Run> runs = new ArrayList<>();
    private String failure = "";

    /**
     * A row without runs.
     *
     * @param bare the same Maven without a plugin, which this one is compared with; null for none
     */
    Row(Tool tool, Row bare) {
        this.tool = tool;
        this.bare = bare;
    }

    Tool tool() {
        return tool;
    }

    void add(Run run) {
        runs.add(run);
    }

    void fail(String reason) {
        failure = reason;
    }

    /** Why it has no figures; empty if it has. */
    String failure() {
        return failure;
    }

    double seconds() {
        return median(Run::seconds);
    }

    double leastSeconds() {
        return runs.stream().mapToDouble(Run::seconds).min().orElse(Double.NaN);
    }

    /** How many times as long as bare Maven; NaN if it is not compared. */
    double timesBare() {
        return bare == null ? Double.NaN : seconds() / bare.seconds();
    }

    double cpuSeconds() {
        return median(Run::cpuSeconds);
    }

    double peakMegabytes() {
        return median(Run::peakMegabytes);
    }

    double megabytesOverBare() {
        return bare == null ? Double.NaN : peakMegabytes() - bare.peakMegabytes();
    }

    double tokenCalls() {
        return median(Run::tokenCalls);
    }

    double requests() {
        return median(Run::requests);
    }

    double engineRequests() {
        return median(Run::engineRequests);
    }

    /** How often AWS and the registry were asked something, in all rounds; NaN if it has no figures. */
    double questions() {
        double sum =
                runs.stream().mapToInt(run -> run.tokenCalls() + run.requests()).sum();
        return hasFigures() ? sum : Double.NaN;
    }

    /** The middle of all runs, NaN if it has no figures. */
    private double median(ToDoubleFunction<Run> figure) {
        if (!hasFigures()) {
            return Double.NaN;
        }
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private boolean hasFigures() {
        return failure.isEmpty() && !runs.isEmpty();
    }
}
