package io.github.ecrmaven.image;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects problems into one exception; a reason that several images or modules share becomes one line. */
public class Problems {
    private final Map<String, Set<Object>> subjects = new LinkedHashMap<>();
    private final Map<String, ExplainedException> failures = new LinkedHashMap<>();
    private int count;

    /** Runs a step and returns its result; a failure becomes a problem, and the result is null. */
    public <T> T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (ExplainedException e) {
            add(e);
            return null;
        }
    }

    /** Runs a step; a failure becomes a problem. */
    public void collect(Runnable step) {
        collect(null, step);
    }

    /** Runs a step for an image or a module; a failure becomes its problem. */
    public void collect(Object subject, Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            add(subject, e);
        }
    }

    /** Adds a problem of no image or module in particular, or whose message names it. */
    public void add(ExplainedException problem) {
        add(null, problem);
    }

    /**
     * Adds the failure of an image or a module, which {@link #summary} counts.
     *
     * @param subject the image or module; null if the message names it
     */
    public void add(Object subject, ExplainedException problem) {
        add(subject, problem.getMessage());
        failures.putIfAbsent(problem.getMessage(), problem);
        count++;
    }

    /**
     * Adds a problem of an image or a module, which {@link #summary} does not count.
     *
     * @param subject the image or module; null if the reason names it
     */
    public void add(Object subject, String reason) {
        Set<Object> ofReason = subjects.computeIfAbsent(reason, absent -> new LinkedHashSet<>());
        if (subject != null) {
            ofReason.add(subject);
        }
    }

    /** Returns whether there is no problem. */
    public boolean isEmpty() {
        return subjects.isEmpty();
    }

    /** Returns a line for each problem, in the order in which they were added. */
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
     * @throws ExplainedException if there is a problem
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw combined(message(messages()));
        }
    }

    /**
     * Throws {@link #summary}.
     *
     * @throws ExplainedException if an image has failed
     */
    public void throwIfAny(int total, String done) {
        ExplainedException summary = summary(total, done);
        if (summary != null) {
            throw summary;
        }
    }

    /**
     * Returns one exception for all failed images; null if there are none.
     *
     * @param total the number of all images
     * @param done what should have been done with them: {@code pulled}
     */
    public ExplainedException summary(int total, String done) {
        if (count == 0 || total == 1) {
            return failures.values().stream().findFirst().orElse(null);
        }
        String what = count + " of " + total + " images could not be " + done;
        List<String> messages = messages();
        return combined(messages.size() == 1 ? what + ": " + messages.get(0) : list(what, messages));
    }

    private ExplainedException combined(String message) {
        return ExplainedException.combined(message, List.copyOf(failures.values()));
    }

    /** Returns one message for one or several problems. */
    public static String message(Collection<String> messages) {
        return messages.size() == 1 ? messages.iterator().next() : list(messages.size() + " problems", messages);
    }

    /**
     * Returns one message with a line for each of several. One that is a list itself, as of a module, is indented.
     *
     * @param what what they are, and how many
     */
    private static String list(String what, Collection<String> messages) {
        return messages.stream()
                .map(message -> message.replace("\n", "\n  "))
                .collect(Collectors.joining("\n  - ", what + ":\n  - ", ""));
    }
}
