package io.github.ecrmaven.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A row of the table: a tool and its runs in all rounds, or the reason why it has no figures. */
final class Row {
    private final Tool tool;
    private final Row bare;
    private final List<Run> runs = new ArrayList<>();
    private String failure = "";

    /**
     * Creates a row without runs.
     *
     * @param bare the row of the same Maven without a plugin, to compare with; null for none
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

    /** Returns the reason why the tool has no figures; empty if it has some. */
    String failure() {
        return failure;
    }

    double seconds() {
        return median(Run::seconds);
    }

    double leastSeconds() {
        return runs.stream().mapToDouble(Run::seconds).min().orElse(Double.NaN);
    }

    /** Returns the time as a multiple of bare Maven's; NaN if the row is not compared. */
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

    /** Returns the number of requests to AWS and the registry in all rounds; NaN if there are no figures. */
    double questions() {
        double sum =
                runs.stream().mapToInt(run -> run.tokenCalls() + run.requests()).sum();
        return hasFigures() ? sum : Double.NaN;
    }

    /** Returns the median of all runs; NaN if there are no figures. */
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
