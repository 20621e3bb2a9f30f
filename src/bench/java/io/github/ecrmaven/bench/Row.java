package io.github.ecrmaven.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A tool and what it took in all rounds, or why it has no figures. */
final class Row {
    private final Tool tool;
    private final List<Run> runs = new ArrayList<>();
    private String failure = "";

    Row(Tool tool) {
        this.tool = tool;
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

    double peakMegabytes() {
        return median(Run::peakMegabytes);
    }

    double tokenCalls() {
        return median(Run::tokenCalls);
    }

    double requests() {
        return median(Run::requests);
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
