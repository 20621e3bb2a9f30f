package io.github.ecrmaven.testing;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineLocator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The engines that tests use: their addresses, found with the environment of this JVM, and connections to them. */
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

    /** Connects to an engine. */
    public static ContainerEngine connect(EngineAddress address) {
        return connect(address, ContainerEngine.STALL_TIMEOUT);
    }

    /** Connects to an engine that may send nothing new for so long during a request. */
    public static ContainerEngine connect(EngineAddress address, Duration stallTimeout) {
        return ContainerEngine.connect(address, stallTimeout, new AtomicLong(), new AtomicReference<>(), warning -> {});
    }
}
