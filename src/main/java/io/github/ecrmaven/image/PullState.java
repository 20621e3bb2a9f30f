package io.github.ecrmaven.image;

import java.util.Locale;

/** How far a pull of an image is. Users see {@link #toString}. */
public enum PullState {
    /** Not begun. */
    WAITING,
    /** Signing in to the registry. */
    SIGNING_IN,
    /** The engine is pulling. */
    PULLING,
    /** The engine is pulling again after a failure. */
    RETRYING,
    /** The pull has failed; ECR is asked for the reason. */
    FAILING,
    /** The engine has pulled the image. */
    PULLED,
    /** The engine has asked the registry, and already had the image. */
    UP_TO_DATE,
    /** The engine has the image, and has not asked the registry. */
    ALREADY_PRESENT,
    /** The image could not be pulled. */
    FAILED;

    /** Returns whether the engine is pulling. */
    public boolean isPull() {
        return this == PULLING || this == RETRYING;
    }

    /** Returns whether the state is final. */
    public boolean isEnd() {
        return compareTo(PULLED) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
