package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineLocator;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The parameters that choose the container engine; each may be null.
 *
 * @param dockerHost the engine's address
 * @param dockerContext the name of a docker context
 * @param certPath a folder with the certificates for TLS
 * @param context the context of the goal
 */
record EngineParameters(String dockerHost, String dockerContext, File certPath, GoalContext context) {
    /** Returns the parameters alone: goals with the same ones use the same engine. */
    List<Object> choice() {
        return Arrays.asList(dockerHost, dockerContext, certPath);
    }

    EngineAddress address() {
        return address(context::warnOnce);
    }

    private EngineAddress address(Consumer<String> warn) {
        return new EngineLocator(context.environment(), warn)
                .locate(dockerHost, dockerContext, certPath == null ? null : certPath.toPath());
    }

    ContainerEngine connect() {
        return connect(address());
    }

    ContainerEngine connect(EngineAddress address) {
        return connect(address, ContainerEngine.STALL_TIMEOUT, context::warnOnce);
    }

    /**
     * Connects to the engine.
     *
     * @param stallTimeout how long a pull may bring no news
     */
    ContainerEngine connect(Duration stallTimeout, Consumer<String> warn) {
        return connect(address(warn), stallTimeout, warn);
    }

    private ContainerEngine connect(EngineAddress address, Duration stallTimeout, Consumer<String> warn) {
        context.log().debug("Container engine: " + address);
        // Shared, as one module may wait for a pull that another module runs.
        AtomicLong lastNews = context.buildData().get("lastNews " + address.text(), AtomicLong::new);
        AtomicReference<List<String>> known = context.buildData().get("engine " + address.text(), AtomicReference::new);
        return ContainerEngine.connect(address, stallTimeout, lastNews, known, warn);
    }
}
