package io.github.ecrmaven.image;

/** Finds what an exception was caused by in the end. */
public final class RootCause {
    private RootCause() {}

    /** Returns the last of the causes; the exception itself if it has none. */
    public static Throwable of(Throwable failure) {
        return failure.getCause() == null ? failure : of(failure.getCause());
    }
}
