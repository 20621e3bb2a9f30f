package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.List;

/** What is wrong with how goals are configured, each with its module where a run is about several. */
final class ModuleProblems {
    private final Problems problems = new Problems();
    private final boolean areOfSeveral;

    /** Takes all goals of a run. */
    ModuleProblems(List<? extends AbstractEcrMojo> goals) {
        areOfSeveral =
                goals.stream().map(AbstractEcrMojo::moduleName).distinct().count() > 1;
    }

    /** Takes a step for a goal; a failure is a problem. */
    void collect(AbstractEcrMojo goal, Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            problems.add(subject(goal), e);
        }
    }

    /** Adds an image that a goal cannot read, with the reason. */
    void addBadImage(AbstractEcrMojo goal, String image) {
        problems.add(subject(goal), "bad image " + image);
    }

    private String subject(AbstractEcrMojo goal) {
        return areOfSeveral ? goal.moduleName() : null;
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
