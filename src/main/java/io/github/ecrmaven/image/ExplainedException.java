package io.github.ecrmaven.image;

import java.util.List;

/**
 * A failure whose message tells the user all: what failed, where, what the other side said and what to do, without
 * secrets.
 */
public final class ExplainedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    /** Who can fix a failure. */
    public enum Fault {
        /** The user, in the POM, settings.xml or on the command line. */
        CONFIGURATION,
        /** Somebody else: AWS, the registry, the network or the container engine failed. */
        ENVIRONMENT
    }

    private ExplainedException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** Creates a failure of kind {@link Fault#CONFIGURATION}. */
    public static ExplainedException configuration(String message) {
        return new ExplainedException(Fault.CONFIGURATION, message, null);
    }

    /** Creates a failure of kind {@link Fault#ENVIRONMENT}; {@code cause} may be null. */
    public static ExplainedException environment(String message, Throwable cause) {
        return new ExplainedException(Fault.ENVIRONMENT, message, cause);
    }

    /**
     * Sets the interrupt flag of this thread again, and returns the failure of what was interrupted.
     *
     * @param activity what it was: {@code pulling …}
     */
    public static ExplainedException interrupted(String activity, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return environment("interrupted while " + activity, cause);
    }

    /**
     * Returns one failure for several: of kind {@link Fault#CONFIGURATION} if all are. Otherwise the first is the
     * cause; the others are suppressed.
     */
    public static ExplainedException combined(String message, List<ExplainedException> failures) {
        boolean isConfiguration = failures.stream().allMatch(failure -> failure.fault == Fault.CONFIGURATION);
        var combined = isConfiguration ? configuration(message) : environment(message, failures.get(0));
        failures.stream().skip(1).forEach(combined::addSuppressed);
        return combined;
    }

    /** Returns who can fix this failure. */
    public Fault fault() {
        return fault;
    }
}
