package io.github.ecrmaven;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link ImageChecker} found.
 *
 * @param engine null where none answers
 * @param registries in the order of their first images
 * @param problems all that is in the way of a pull, each complete for a person
 */
public record CheckReport(EngineDescription engine, List<CheckedRegistry> registries, List<String> problems) {
    /** Copies the lists. */
    public CheckReport {
        registries = List.copyOf(registries);
        problems = List.copyOf(problems);
    }

    /** Returns the same with one more problem. */
    public CheckReport and(String problem) {
        return new CheckReport(
                engine,
                registries,
                Stream.concat(problems.stream(), Stream.of(problem)).toList());
    }

    /**
     * Throws one exception for all problems.
     *
     * @throws ExplainedException when there is one
     */
    public void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw ExplainedException.environment(
                    problems.size() == 1
                            ? problems.get(0)
                            : problems.size() + " problems:\n  - " + String.join("\n  - ", problems),
                    null);
        }
    }

    /** Returns that nothing is wrong, and with how much. */
    public String success() {
        int images = registries.stream()
                .mapToInt(registry -> registry.images().size())
                .sum();
        return "Everything is in place: " + images + (images == 1 ? " image" : " images") + " in " + registries.size()
                + (registries.size() == 1 ? " registry" : " registries");
    }
}
