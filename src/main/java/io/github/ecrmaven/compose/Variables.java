package io.github.ecrmaven.compose;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The variables that compose files may use.
 *
 * @param outer the variables that have precedence
 * @param defaults those of {@code .env} files
 */
record Variables(Function<String, Optional<String>> outer, Map<String, String> defaults) {
    /** Returns the value of a variable, which may be empty; empty if it is not set. */
    Optional<String> find(String name) {
        return outer.apply(name).or(() -> Optional.ofNullable(defaults.get(name)));
    }

    /** Returns these with further variables, which they have precedence over. */
    Variables with(Map<String, String> others) {
        return new Variables(this::find, others);
    }
}
