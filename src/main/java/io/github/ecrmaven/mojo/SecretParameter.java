package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.Secret;

/** A goal's parameter that {@code mvn -X}, which prints all parameters, does not show. */
public final class SecretParameter {
    private String value;

    /** Takes the value; Maven calls this. */
    public void set(String value) {
        this.value = value;
    }

    Secret secret() {
        return new Secret(value);
    }

    /** Returns a text that says nothing of the secret. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
