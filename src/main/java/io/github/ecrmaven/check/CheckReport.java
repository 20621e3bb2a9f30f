package io.github.ecrmaven.check;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /** Returns the same with what was found for another module; what both found is said once. */
    public CheckReport and(CheckReport other) {
        List<CheckedRegistry> joined = new ArrayList<>(registries);
        for (CheckedRegistry registry : other.registries) {
            int same = IntStream.range(0, joined.size())
                    .filter(i -> joined.get(i).isSignedInToAs(registry))
                    .findFirst()
                    .orElse(-1);
            if (same < 0) {
                joined.add(registry);
            } else {
                joined.set(same, joined.get(same).and(registry.images()));
            }
        }
        return new CheckReport(
                engine == null ? other.engine : engine,
                joined,
                Stream.concat(problems.stream(), other.problems.stream())
                        .distinct()
                        .toList());
    }

    /**
     * Throws one exception for all problems.
     *
     * @throws ExplainedException when there is one
     */
    public void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw ExplainedException.environment(Problems.message(problems), null);
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
