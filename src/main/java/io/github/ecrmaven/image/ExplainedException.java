package io.github.ecrmaven.image;

/**
 * A failure whose message is complete for a person: what failed, where, what the other side said and what to do. It is
 * one line, and holds no secret.
 */
public final class ExplainedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    /** Who can mend a failure. */
    public enum Fault {
        /** The build's configuration: another POM, settings.xml or command line mends it. */
        CONFIGURATION,
        /** The world around the build: AWS, the registry, the network or the container engine. */
        ENVIRONMENT
    }

    private ExplainedException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** A failure that another POM, settings.xml or command line mends. */
    public static ExplainedException configuration(String message) {
        return new ExplainedException(Fault.CONFIGURATION, message, null);
    }

    /** A failure of the world around the build; {@code cause} may be null. */
    public static ExplainedException environment(String message, Throwable cause) {
        return new ExplainedException(Fault.ENVIRONMENT, message, cause);
    }

    /** Returns who can mend this failure. */
    public Fault fault() {
        return fault;
    }
}
