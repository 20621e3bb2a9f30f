package io.github.ecrmaven.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the failures of several images into one exception. */
public final class ImageFailures {
    private final Map<String, ExplainedException> byMessage = new LinkedHashMap<>();
    private int count;

    /** Runs a step for an image, and adds its failure if there is one. */
    public void collect(Runnable step) {
        try {
            step.run();
        } catch (ExplainedException e) {
            add(e);
        }
    }

    /** Adds the failure of an image. */
    public void add(ExplainedException failure) {
        count++;
        byMessage.putIfAbsent(failure.getMessage(), failure);
    }

    /**
     * Throws one exception for all failures; a message that several images share is in it once.
     *
     * @param total the number of all images
     * @param done what should have been done with them: {@code pulled}
     * @throws ExplainedException if an image has failed
     */
    public void throwIfAny(int total, String done) {
        ExplainedException summary = summary(total, done);
        if (summary != null) {
            throw summary;
        }
    }

    /** Returns what {@link #throwIfAny} throws; null if nothing has failed. */
    public ExplainedException summary(int total, String done) {
        if (byMessage.isEmpty()) {
            return null;
        }
        List<ExplainedException> all = List.copyOf(byMessage.values());
        if (total == 1) {
            return all.get(0);
        }
        String what = count + " of " + total + " images could not be " + done;
        String message =
                all.size() == 1 ? what + ": " + all.get(0).getMessage() : Problems.list(what, byMessage.keySet());
        return ExplainedException.combined(message, all);
    }
}
