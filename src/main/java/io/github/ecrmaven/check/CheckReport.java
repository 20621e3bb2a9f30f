package io.github.ecrmaven.check;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param engine the engine; null if it cannot be reached
 * @param registries the registries, in the order of their first images
 * @param problems everything that would make a pull fail, each a complete message
 */
public record CheckReport(EngineDescription engine, List<CheckedRegistry> registries, List<String> problems) {
    /** Copies the lists. */
    public CheckReport {
        registries = List.copyOf(registries);
        problems = List.copyOf(problems);
    }

    /** Returns a report of nothing but problems. */
    public static CheckReport of(List<String> problems) {
        return new CheckReport(null, List.of(), problems);
    }

    /** Combines this with the report of another module; what both contain is in it once. */
    public CheckReport and(CheckReport other) {
        Map<Object, CheckedRegistry> joined = new LinkedHashMap<>();
        Stream.concat(registries.stream(), other.registries.stream())
                .forEach(registry -> joined.merge(registry.identity(), registry, CheckedRegistry::and));
        return new CheckReport(
                engine == null ? other.engine : engine,
                List.copyOf(joined.values()),
                Stream.concat(problems.stream(), other.problems.stream())
                        .distinct()
                        .toList());
    }

    /**
     * Throws one exception for all problems.
     *
     * @throws ExplainedException if there is a problem
     */
    public void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw ExplainedException.environment(Problems.message(problems), null);
        }
    }

    /** Returns the message for a check without problems. */
    public String success() {
        int images = registries.stream()
                .mapToInt(registry -> registry.images().size())
                .sum();
        return "Everything is in place: " + images + (images == 1 ? " image" : " images") + " in " + registries.size()
                + (registries.size() == 1 ? " registry" : " registries");
    }
}
