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

/** Signs a run of pulls in to each registry once, whether it works or not, in threads of its own. */
public final class RegistryLogins implements AutoCloseable {
    private final AuthorizationTokens tokens;
    private final Consumer<String> log;
    private final ExecutorService threads = DaemonThreads.cached("ecr-sign-in");
    private final Map<String, Future<SignIn>> current = new ConcurrentHashMap<>();
    private final Set<SignIn> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    public RegistryLogins(AuthorizationTokens tokens, Consumer<String> log) {
        this.tokens = tokens;
        this.log = log;
    }

    /** Begins to sign in, unless that has begun. */
    public void begin(EcrRegistry registry) {
        current.computeIfAbsent(registry.host(), absent -> threads.submit(() -> tokens.signIn(registry)));
    }

    /**
     * Returns what the registry asks of who pulls, when it is there.
     *
     * @throws ExplainedException when signing in failed; the same for each image
     */
    public SignIn to(EcrRegistry registry) throws InterruptedException {
        begin(registry);
        return DaemonThreads.result(current.get(registry.host()));
    }

    /** Notes that a registry let somebody in, so that a later refusal means that its time is over. */
    public void accepted(SignIn signIn) {
        accepted.add(signIn);
    }

    /**
     * Returns another sign-in for one that the registry refused. A registry gets one new token in a run, for all images
     * that it refuses, and only for a token that was good once: others would be refused again.
     *
     * @param expired whether the registry said so
     * @return empty where there is none
     */
    public Optional<SignIn> insteadOf(SignIn refused, boolean expired, EcrRegistry registry)
            throws InterruptedException {
        synchronized (this) {
            boolean wasGood = expired || refused.reused() || accepted.contains(refused);
            if (to(registry).equals(refused)
                    && refused.expiresAt() != null
                    && wasGood
                    && renewed.add(registry.host())) {
                log.accept(registry.host() + " refused the token of earlier; asking for a new one");
                current.put(registry.host(), threads.submit(() -> tokens.renew(registry, refused)));
            }
        }
        SignIn next = to(registry);
        return next.equals(refused) ? Optional.empty() : Optional.of(next);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
