package io.github.ecrmaven.testing;

import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineLocator;

/** The addresses of engines, found with the environment of the JVM that a test runs in. */
public final class Engines {
    private Engines() {}

    /** Returns the address of the engine that the tests run on, as a goal without parameters finds it. */
    public static EngineAddress here() {
        return at(null);
    }

    /** Returns an engine's address as the parameter {@code dockerHost} has it. */
    public static EngineAddress at(String dockerHost) {
        return new EngineLocator(Environments.ofJvm(), warning -> {}).locate(dockerHost, null, null);
    }
}
