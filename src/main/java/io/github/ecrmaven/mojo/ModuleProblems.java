package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.List;

/** The problems of a run, each with the name of its module where the run is for several modules. */
final class ModuleProblems {
    private final Problems problems = new Problems();
    private final boolean hasSeveralModules;

    /** Takes the names of all modules of the run; the same name counts once. */
    ModuleProblems(List<String> modules) {
        hasSeveralModules = modules.stream().distinct().count() > 1;
    }

    /** Runs a step for a module; a failure of it becomes a problem. */
    void collect(String module, Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            problems.add(subject(module), e);
        }
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
