package io.github.ecrmaven.testing;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineLocator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The container engines of the tests: their addresses, found by the environment of this JVM, and connections. */
public final class Engines {
    private Engines() {}

    /** Returns the address of the local engine, as a goal without parameters finds it. */
    public static EngineAddress here() {
        return at(null);
    }

    /** Returns the address of an engine by a value of the parameter {@code dockerHost}. */
    public static EngineAddress at(String dockerHost) {
        return new EngineLocator(Environments.ofJvm(), warning -> {}).locate(dockerHost, null, null);
    }

    public static ContainerEngine connect(EngineAddress address) {
        return connect(address, ContainerEngine.STALL_TIMEOUT);
    }

    /** Connects to an engine, with a limit on the time without progress during a request. */
    public static ContainerEngine connect(EngineAddress address, Duration stallTimeout) {
        return ContainerEngine.connect(address, stallTimeout, new AtomicLong(), new AtomicReference<>(), warning -> {});
    }
}
