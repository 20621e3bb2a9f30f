package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** What a goal's calls of AWS have in common: connections, the config files, and the credentials that were found. */
public final class AwsSession implements AutoCloseable {
    /** Credentials that end sooner than this are asked for again. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Duration callTimeout;
    private final Proxies proxies;
    private final Consumer<String> warnings;
    private final Map<Optional<SettingValue>, AwsHttp> connections = new ConcurrentHashMap<>();
    private final Profiles profiles;
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();

    /**
     * Begins a session.
     *
     * @param environment whose settings count
     * @param proxies on the way to AWS
     * @param callTimeout for each call as a whole, with its retries
     * @param warnings takes, for each request, what is odd of its way
     */
    AwsSession(Environment environment, Proxies proxies, Duration callTimeout, Consumer<String> warnings) {
        this.profiles = Profiles.read(environment);
        this.warnings = warnings;
        this.proxies = proxies;
        this.callTimeout = callTimeout;
    }

    /** Returns the clients for a registry, with the settings of the profile that is signed in with. */
    public AwsClients clients(RegistryAccess access) {
        String profile = profile(access.source());
        Optional<SettingValue> caBundle = SettingValue.ofVariable("AWS_CA_BUNDLE", profiles.environment())
                .or(() -> profiles.setting(profile, "ca_bundle"));
        AwsHttp http = connections.computeIfAbsent(caBundle, bundle -> new AwsHttp(proxies, bundle, warnings));
        return new AwsClients(http, profiles, profile, callTimeout);
    }

    public Profiles profiles() {
        return profiles;
    }

    private String profile(CredentialSource source) {
        if (source instanceof AssumedRole assumed) {
            return profile(assumed.source());
        }
        return source instanceof Profile profile ? profile.name() : profiles.current();
    }

    /**
     * Returns the same with the region that AWS's settings name, where the registry's host names none.
     *
     * @throws ExplainedException when they name none either
     */
    public RegistryAccess located(RegistryAccess access) {
        EcrRegistry registry = access.registry();
        if (registry.region() != null) {
            return access;
        }
        String region = clients(access)
                .region(profile(access.source()))
                .orElseThrow(() -> ExplainedException.configuration("no region for " + registry.host()
                        + ": its host does not name one. Set <region> in its <registry>, or AWS_REGION"));
        return new RegistryAccess(registry.in(region), access.source(), access.endpoint());
    }

    public ResolvedCredentials find(RegistryAccess access) {
        return new CredentialFinder(access.registry(), clients(access)).find(access.source());
    }

    /**
     * Returns credentials, and asks for them but once.
     *
     * @throws ExplainedException when there are none
     */
    public AwsCredentials keys(ResolvedCredentials found, EcrRegistry registry) {
        return keys.computeIfAbsent(found.identity() + "\n" + registry.region(), absent -> new Keys())
                .of(found);
    }

    /** The keys of one principal; those of others are asked for at the same time. */
    private static final class Keys {
        private AwsCredentials known;

        synchronized AwsCredentials of(ResolvedCredentials found) {
            if (known == null
                    || known.expirationTime()
                            .filter(Instant.now().plus(MARGIN)::isAfter)
                            .isPresent()) {
                known = found.keys().get();
            }
            return known;
        }
    }

    @Override
    public void close() {
        connections.values().forEach(AwsHttp::close);
    }
}
