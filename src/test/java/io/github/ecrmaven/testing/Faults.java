package io.github.ecrmaven.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The faults that a stand-in was told to show, first told, first shown. */
final class Faults {
    private record Planned(String where, Fault fault, int times) {}

    private final List<Planned> queue = new ArrayList<>();
    private int shown;

    synchronized void add(String where, Fault fault, int times) {
        queue.add(new Planned(where, fault, times));
    }

    /** From now on shows none. */
    synchronized void clear() {
        queue.clear();
    }

    /** How many were shown until now. */
    synchronized int shown() {
        return shown;
    }

    /** The usual answer, or that of the fault whose turn it is; refusals in the form that errors have here. */
    Reply answer(Predicate<String> here, Supplier<Reply> usual, Function<Refusal, Reply> errors) {
        Supplier<Reply> answer = () -> {
            try {
                return usual.get();
            } catch (Refusal e) {
                return errors.apply(e);
            }
        };
        try {
            return next(here).map(fault -> fault.answer(answer)).orElseGet(answer);
        } catch (Refusal e) {
            return errors.apply(e);
        }
    }

    synchronized Optional<Fault> next(Predicate<String> here) {
        for (int i = 0; i < queue.size(); i++) {
            Planned planned = queue.get(i);
            if (here.test(planned.where())) {
                if (planned.times() == 1) {
                    queue.remove(i);
                } else if (planned.times() != Fault.ALWAYS) {
                    queue.set(i, new Planned(planned.where(), planned.fault(), planned.times() - 1));
                }
                shown++;
                return Optional.of(planned.fault());
            }
        }
        return Optional.empty();
    }
}
