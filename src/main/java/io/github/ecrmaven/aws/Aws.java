package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import java.time.Duration;
import java.util.function.Function;

/** AWS, of which nothing is loaded or called before it is needed. */
public final class Aws implements AutoCloseable {
    /** A call as a whole, with its retries; the SDK has no limit of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final Function<EcrRegistry, RegistryAccess> access;
    private final Proxies proxies;
    private final Duration callTimeout;
    private AwsSession session;

    /**
     * Prepares calls.
     *
     * @param access says how to sign in to a registry
     * @param proxies on the way to AWS
     */
    public Aws(Function<EcrRegistry, RegistryAccess> access, Proxies proxies) {
        this(access, proxies, CALL_TIMEOUT);
    }

    /** As above, with another limit for a call as a whole. */
    Aws(Function<EcrRegistry, RegistryAccess> access, Proxies proxies, Duration callTimeout) {
        this.access = access;
        this.proxies = proxies;
        this.callTimeout = callTimeout;
    }

    public RegistryAccess access(EcrRegistry registry) {
        return access.apply(registry);
    }

    public synchronized AwsSession session() {
        if (session == null) {
            session = new AwsSession(proxies, callTimeout);
        }
        return session;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
