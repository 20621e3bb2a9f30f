package io.github.ecrmaven.image;

import io.github.ecrmaven.image.ExplainedException.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what went wrong over several images, so that one build tells it all. */
public final class ImageFailures {
    private final Map<String, ExplainedException> byMessage = new LinkedHashMap<>();
    private final List<Object> images = new ArrayList<>();

    /** Runs a step for an image; a failure is kept for {@link #throwIfAny}. */
    public void collect(Object image, Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            add(image, e);
        }
    }

    /** Adds what went wrong with an image. */
    public void add(Object image, ExplainedException failure) {
        images.add(image);
        byMessage.putIfAbsent(failure.getMessage(), failure);
    }

    /**
     * Throws one exception for all failures; a reason that several images share is said once.
     *
     * @param total how many images there were
     * @param done what was to be done with them: {@code pulled}
     */
    public void throwIfAny(int total, String done) {
        ExplainedException summary = summary(total, done);
        if (summary != null) {
            throw summary;
        }
    }

    /** Returns what {@link #throwIfAny} throws; null where nothing failed. */
    public ExplainedException summary(int total, String done) {
        if (byMessage.isEmpty()) {
            return null;
        }
        List<ExplainedException> all = List.copyOf(byMessage.values());
        if (total == 1) {
            return all.get(0);
        }
        String what = images.size() + " of " + total + " images could not be " + done;
        String message =
                all.size() == 1 ? what + ": " + all.get(0).getMessage() : Problems.list(what, byMessage.keySet());
        boolean configuration = all.stream().allMatch(failure -> failure.fault() == Fault.CONFIGURATION);
        var summary = configuration
                ? ExplainedException.configuration(message)
                : ExplainedException.environment(message, all.get(0));
        all.stream().skip(1).forEach(summary::addSuppressed);
        return summary;
    }
}
