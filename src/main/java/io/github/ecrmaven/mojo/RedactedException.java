package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.SafeMessage;

/** Stands for an exception whose messages, or those of its causes, must not be shown as they are. */
final class RedactedException extends Exception {
    private static final long serialVersionUID = 1;

    private RedactedException(Throwable failure) {
        super(text(failure), of(failure.getCause()));
        setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            addSuppressed(of(suppressed));
        }
    }

    /** Returns the exception itself if all of its messages may be shown, else a redacted one; null for null. */
    static Throwable of(Throwable failure) {
        return failure == null || mayBeShown(failure) ? failure : new RedactedException(failure);
    }

    /** The class and the message in the form of {@link GoalText}; a single line if it is of another library. */
    private static String text(Throwable failure) {
        if (!SafeMessage.isSafe(failure)) {
            return failure.getClass().getName() + ", whose message is not shown because it may contain a secret";
        }
        String text = GoalText.of(failure.toString());
        return isOwn(failure) || text.indexOf('\n') < 0 ? text : OutsideText.line(text);
    }

    /** Line breaks in a text of another library's may have come from outside, and what follows them begins a line. */
    private static boolean isOwn(Throwable failure) {
        return failure.getClass().getName().startsWith("io.github.ecrmaven.");
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
