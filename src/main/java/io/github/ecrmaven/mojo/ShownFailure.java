package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.SafeMessage;

/**
 * Stands for an exception with a text that is not to be shown, here or in a cause: its class is named in the text,
 * which is as {@link GoalText} has it.
 */
final class ShownFailure extends Exception {
    private static final long serialVersionUID = 1;

    private ShownFailure(Throwable failure) {
        super(text(failure), of(failure.getCause()));
        setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            addSuppressed(of(suppressed));
        }
    }

    /** Returns the exception itself where all of its texts may be shown, else what stands for it; null for null. */
    static Throwable of(Throwable failure) {
        return failure == null || mayBeShown(failure) ? failure : new ShownFailure(failure);
    }

    private static String text(Throwable failure) {
        return SafeMessage.isSafe(failure)
                ? GoalText.of(failure.toString())
                : failure.getClass().getName() + ", whose text is not shown, for it may quote a secret";
    }

    private static boolean mayBeShown(Throwable failure) {
        if (!text(failure).equals(failure.toString())) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!mayBeShown(suppressed)) {
                return false;
            }
        }
        return failure.getCause() == null || mayBeShown(failure.getCause());
    }
}
