package io.github.ecrmaven.image;

import java.util.Locale;

/** Where an image is on its way into the engine; its words are what users read. */
public enum PullState {
    /** Its turn has not come. */
    WAITING,
    /** Its registry is being signed in to. */
    SIGNING_IN,
    /** The engine pulls it. */
    PULLING,
    /** The engine pulls it again, after a pull that failed. */
    RETRYING,
    /** It came. */
    PULLED,
    /** The registry has nothing newer than the engine. */
    UP_TO_DATE,
    /** The engine has it, and the registry was not asked. */
    ALREADY_PRESENT,
    /** It is not there. */
    FAILED;

    /** Whether the engine is at work on it. */
    public boolean isPull() {
        return this == PULLING || this == RETRYING;
    }

    /** Whether nothing more will happen to it. */
    public boolean isEnd() {
        return compareTo(PULLED) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
