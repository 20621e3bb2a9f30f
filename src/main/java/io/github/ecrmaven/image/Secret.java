package io.github.ecrmaven.image;

import java.util.Objects;

/** A password, key or token. Its {@link #toString} hides it, so that no log or exception shows it by accident. */
public final class Secret {
    private final String value;

    /** Wraps a secret, which must not be null, and adds it to {@link KnownSecrets}. */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
        KnownSecrets.add(value);
    }

    /** Returns the secret itself. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns a constant text. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
