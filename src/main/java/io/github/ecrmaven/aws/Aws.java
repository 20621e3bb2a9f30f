package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** AWS, of which nothing is loaded or called before it is needed. */
public final class Aws implements AutoCloseable {
    /** A call as a whole, with its retries; the SDK has no limit of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final Function<EcrRegistry, RegistryAccess> access;
    private final Environment environment;
    private final Proxies proxies;
    private final Duration callTimeout;
    private AwsSession session;

    /**
     * Prepares calls.
     *
     * @param access says how to sign in to a registry
     * @param environment of the build, with its settings of AWS
     * @param proxies of Maven's settings
     */
    public Aws(Function<EcrRegistry, RegistryAccess> access, Environment environment, List<SettingsProxy> proxies) {
        this(access, environment, proxies, CALL_TIMEOUT);
    }

    /** As above, with another limit for a call as a whole. */
    Aws(
            Function<EcrRegistry, RegistryAccess> access,
            Environment environment,
            List<SettingsProxy> proxies,
            Duration callTimeout) {
        this.access = access;
        this.environment = environment;
        this.proxies = new Proxies(proxies, environment);
        this.callTimeout = callTimeout;
    }

    public RegistryAccess access(EcrRegistry registry) {
        return access.apply(registry);
    }

    public synchronized AwsSession session() {
        if (session == null) {
            session = new AwsSession(environment, proxies, callTimeout);
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
