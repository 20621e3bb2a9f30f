package io.github.ecrmaven.image;

import java.util.Objects;

/** A password, key or token that no log line, exception or debugger shows by accident. */
public final class Secret {
    private final String value;

    /** Wraps a secret; never null. While a goal runs, it is struck from what is shown: see {@link KnownSecrets}. */
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

    /** Returns a text that says nothing of the secret, not even its length. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
