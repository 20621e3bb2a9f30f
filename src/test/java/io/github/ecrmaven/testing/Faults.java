package io.github.ecrmaven.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The queue of faults that a stand-in is to inject, in the order in which they were added. */
final class Faults {
    private record Planned(String target, Fault fault, int times) {}

    private final List<Planned> queue = new ArrayList<>();
    private int shown;

    synchronized void add(String target, Fault fault, int times) {
        queue.add(new Planned(target, fault, times));
    }

    /** Discards all faults that have not happened yet. */
    synchronized void clear() {
        queue.clear();
    }

    /** Returns how many faults happened so far. */
    synchronized int shown() {
        return shown;
    }

    /**
     * Returns the normal response, or that of the next fault for this request.
     *
     * @param matches whether the target of a fault matches the request
     * @param usual the normal response
     * @param errors formats a refusal as an error response of the service
     */
    Reply answer(Predicate<String> matches, Supplier<Reply> usual, Function<Refusal, Reply> errors) {
        Supplier<Reply> answer = () -> {
            try {
                return usual.get();
            } catch (Refusal e) {
                return errors.apply(e);
            }
        };
        try {
            return next(matches).map(fault -> fault.answer(answer)).orElseGet(answer);
        } catch (Refusal e) {
            return errors.apply(e);
        }
    }

    synchronized Optional<Fault> next(Predicate<String> matches) {
        for (int i = 0; i < queue.size(); i++) {
            Planned planned = queue.get(i);
            if (matches.test(planned.target())) {
                if (planned.times() == 1) {
                    queue.remove(i);
                } else if (planned.times() != Fault.ALWAYS) {
                    queue.set(i, new Planned(planned.target(), planned.fault(), planned.times() - 1));
                }
                shown++;
                return Optional.of(planned.fault());
            }
        }
        return Optional.empty();
    }
}
