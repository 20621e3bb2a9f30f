package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The problems of a run, each with the name of its module where the run is for several modules. */
final class ModuleProblems extends Problems {
    private final boolean hasSeveralModules;

    /** Collects the problems of goals, which may be of the same module. */
    ModuleProblems(List<? extends AbstractGoalMojo> goals) {
        hasSeveralModules = AbstractGoalMojo.moduleNames(goals).size() > 1;
    }

    /**
     * Reads the configuration of goals.
     *
     * @param reader reads that of one, and adds what it cannot read to the problems
     * @throws ExplainedException for the problems of all of them
     */
    static <G extends AbstractGoalMojo, T> List<T> readAll(List<G> goals, BiFunction<G, ModuleProblems, T> reader) {
        var problems = new ModuleProblems(goals);
        List<T> all = new ArrayList<>();
        problems.collect(goals, goal -> all.add(reader.apply(goal, problems)));
        problems.throwIfAny();
        return all;
    }

    /** Takes a step for each goal; a failure of it becomes a problem of the goal's module. */
    <G extends AbstractGoalMojo> void collect(List<G> goals, Consumer<G> step) {
        for (G goal : goals) {
            collect(subject(goal.moduleName()), () -> step.accept(goal));
        }
    }

    /**
     * Adds an image that cannot be read.
     *
     * @param image the image, and the reason
     */
    void addBadImage(String module, String image) {
        add(subject(module), "bad image " + image);
    }

    private String subject(String module) {
        return hasSeveralModules ? module : null;
    }
}
