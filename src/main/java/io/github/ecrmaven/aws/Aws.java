package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** AWS, of which nothing is loaded or called before it is needed. */
public final class Aws implements AutoCloseable {
    /** A call as a whole, with its retries; the SDK has no limit of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final Function<EcrRegistry, RegistryAccess> access;
    private final Environment environment;
    private final Proxies proxies;
    private final Duration callTimeout;
    private final Consumer<String> warnings;
    private AwsSession session;

    /**
     * Prepares calls.
     *
     * @param access says how to sign in to a registry
     * @param environment of the build, with its settings of AWS
     * @param proxies of Maven's settings
     * @param warnings takes, for each request, that it can be read on its way
     */
    public Aws(
            Function<EcrRegistry, RegistryAccess> access,
            Environment environment,
            List<SettingsProxy> proxies,
            Consumer<String> warnings) {
        this(access, environment, proxies, CALL_TIMEOUT, warnings);
    }

    /** As above, with another limit for a call as a whole. */
    public Aws(
            Function<EcrRegistry, RegistryAccess> access,
            Environment environment,
            List<SettingsProxy> proxies,
            Duration callTimeout,
            Consumer<String> warnings) {
        this.warnings = warnings;
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
            session = new AwsSession(environment, proxies, callTimeout, warnings);
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
