package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The problems of a run, each with the name of its module where the run is for several modules. */
final class ModuleProblems {
    private final Problems problems = new Problems();
    private final boolean hasSeveralModules;

    /** Collects the problems of goals, which may be of the same module. */
    ModuleProblems(List<? extends AbstractEcrMojo> goals) {
        hasSeveralModules =
                goals.stream().map(AbstractEcrMojo::moduleName).distinct().count() > 1;
    }

    /**
     * Reads the configuration of goals.
     *
     * @param reader reads that of one, and adds what it cannot read to the problems
     * @throws ExplainedException for the problems of all of them
     */
    static <G extends AbstractEcrMojo, T> List<T> readAll(List<G> goals, BiFunction<G, ModuleProblems, T> reader) {
        var problems = new ModuleProblems(goals);
        List<T> all = new ArrayList<>();
        goals.forEach(goal -> problems.collect(goal.moduleName(), () -> all.add(reader.apply(goal, problems))));
        problems.throwIfAny();
        return all;
    }

    /** Runs a step for a module; a failure of it becomes a problem. */
    void collect(String module, Runnable step) {
        problems.collect(subject(module), step);
    }

    /**
     * Adds an image that cannot be read.
     *
     * @param image the image, and the reason
     */
    void addBadImage(String module, String image) {
        problems.add(subject(module), "bad image " + image);
    }

    private String subject(String module) {
        return hasSeveralModules ? module : null;
    }

    /** Returns a line for each problem. */
    List<String> messages() {
        return problems.messages();
    }

    /**
     * Throws one exception for all problems.
     *
     * @throws ExplainedException when there is one
     */
    void throwIfAny() {
        problems.throwIfAny();
    }
}
