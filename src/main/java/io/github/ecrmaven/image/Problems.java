package io.github.ecrmaven.image;

import io.github.ecrmaven.image.ExplainedException.Fault;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects what is wrong; a reason that images or modules share is said once, with all of them. */
public final class Problems {
    private final Map<String, Set<Object>> subjects = new LinkedHashMap<>();
    private Fault fault = Fault.CONFIGURATION;
    private ExplainedException first;

    /** Takes a step; a failure is a problem, and null comes in the place of its result. */
    public <T> T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (ExplainedException e) {
            add(e);
            return null;
        }
    }

    /** Takes a step; a failure is a problem. */
    public void collect(Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            add(e);
        }
    }

    /** Adds what is in the way of more than an image. */
    public void add(ExplainedException problem) {
        add(null, problem);
    }

    /**
     * Adds what is wrong with an image or a module.
     *
     * @param subject null where the message says all
     */
    public void add(Object subject, ExplainedException problem) {
        add(subject, problem.getMessage());
        if (problem.fault() == Fault.ENVIRONMENT) {
            fault = Fault.ENVIRONMENT;
        }
        if (first == null) {
            first = problem;
        }
    }

    /**
     * Adds a reason why something is wrong with an image or a module.
     *
     * @param subject null where the reason says all
     */
    public void add(Object subject, String reason) {
        Set<Object> ofReason = subjects.computeIfAbsent(reason, absent -> new LinkedHashSet<>());
        if (subject != null) {
            ofReason.add(subject);
        }
    }

    /** Returns a line for each problem, in the order in which they were met. */
    public List<String> messages() {
        return subjects.entrySet().stream()
                .map(problem -> problem.getValue().isEmpty()
                        ? problem.getKey()
                        : problem.getValue().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ", "", ": " + problem.getKey())))
                .toList();
    }

    /**
     * Throws one exception for all problems.
     *
     * @throws ExplainedException when there is one; it is the configuration's fault where all are
     */
    public void throwIfAny() {
        if (!subjects.isEmpty()) {
            String message = message(messages());
            throw fault == Fault.CONFIGURATION
                    ? ExplainedException.configuration(message)
                    : ExplainedException.environment(message, first);
        }
    }

    /** Returns one message for several, which there are. */
    public static String message(Collection<String> messages) {
        return messages.size() == 1 ? messages.iterator().next() : list(messages.size() + " problems", messages);
    }

    /**
     * Returns one message that lists several, each in a line of its own.
     *
     * @param what they are, and how many
     */
    public static String list(String what, Collection<String> messages) {
        return messages.stream().collect(Collectors.joining("\n  - ", what + ":\n  - ", ""));
    }
}
