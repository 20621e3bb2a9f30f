package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.DaemonThreads;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Signs in to each registry once in a run, in threads of its own; failures are remembered too. */
public final class RegistryLogins implements AutoCloseable {
    private final AuthorizationTokens tokens;
    private final Consumer<String> log;
    private final ExecutorService threads = DaemonThreads.cached("ecr-sign-in");
    private final Map<String, Future<SignIn>> current = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    public RegistryLogins(AuthorizationTokens tokens, Consumer<String> log) {
        this.tokens = tokens;
        this.log = log;
    }

    /** Starts signing in, unless it has started. */
    public void start(EcrRegistry registry) {
        current.computeIfAbsent(registry.host(), absent -> threads.submit(() -> tokens.signIn(registry)));
    }

    /**
     * Signs in, or waits until the thread that signs in is ready.
     *
     * @throws ExplainedException if signing in fails; the same exception for each image
     */
    public SignIn signIn(EcrRegistry registry) throws InterruptedException {
        start(registry);
        return DaemonThreads.result(current.get(registry.host()));
    }

    /** Records that a registry has accepted its token, so that a later refusal means that it has expired. */
    public void accept(EcrRegistry registry) {
        accepted.add(registry.host());
    }

    /**
     * Signs in again after a registry refused a token: once per registry in a run, and only if the token was accepted
     * before, as a new one would otherwise be refused too.
     *
     * @param expired whether the registry answered that the token has expired
     * @return empty if there is no other token
     */
    public Optional<SignIn> renew(SignIn refused, boolean expired, EcrRegistry registry) throws InterruptedException {
        synchronized (this) {
            boolean wasAccepted = expired || refused.reused() || accepted.contains(registry.host());
            if (signIn(registry).equals(refused)
                    && refused.expiresAt() != null
                    && wasAccepted
                    && renewed.add(registry.host())) {
                log.accept(registry.host() + " rejected the earlier token; requesting a new one");
                current.put(registry.host(), threads.submit(() -> tokens.renew(registry, refused)));
            }
        }
        SignIn next = signIn(registry);
        return next.equals(refused) ? Optional.empty() : Optional.of(next);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
