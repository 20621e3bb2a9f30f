package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * What all calls to AWS in one run share: connections, the AWS config files, and the credentials that were resolved.
 *
 * <p>Nothing is read, and no class of the AWS SDK is loaded, before it is needed.
 */
public final class AwsSession implements AutoCloseable {
    /** The limit of a call with all its retries; the SDK has none of its own. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Credentials that expire sooner than this are requested again. */
    private static final Duration EXPIRY_MARGIN = Duration.ofMinutes(5);

    private final Function<EcrRegistry, RegistryAccess> accessOf;
    private final Environment environment;
    private final Proxies proxies;
    private final Duration callTimeout;
    private final Consumer<String> warnings;
    private final Map<Optional<SettingValue>, AwsHttp> connections = new ConcurrentHashMap<>();
    private final Map<String, RegistryAccess> accesses = new ConcurrentHashMap<>();
    private final Map<String, CachedCredentials> credentials = new ConcurrentHashMap<>();
    private Profiles profiles;

    /**
     * Creates a session.
     *
     * @param accessOf returns how to sign in to a registry
     * @param environment of the build, with the settings for AWS
     * @param proxies the active proxies of settings.xml
     * @param warnings receives a warning for each request that is sent without TLS to another machine, and if a web
     *     identity is used instead of a profile
     */
    public AwsSession(
            Function<EcrRegistry, RegistryAccess> accessOf,
            Environment environment,
            List<SettingsProxy> proxies,
            Consumer<String> warnings) {
        this(accessOf, environment, proxies, CALL_TIMEOUT, warnings);
    }

    /** Creates a session with another limit for a call with all its retries. */
    public AwsSession(
            Function<EcrRegistry, RegistryAccess> accessOf,
            Environment environment,
            List<SettingsProxy> proxies,
            Duration callTimeout,
            Consumer<String> warnings) {
        this.accessOf = accessOf;
        this.environment = environment;
        this.proxies = new Proxies(proxies, environment);
        this.callTimeout = callTimeout;
        this.warnings = warnings;
    }

    /** Returns how to sign in to a registry; its region may still be unknown. */
    public RegistryAccess access(EcrRegistry registry) {
        return accesses.computeIfAbsent(registry.host(), absent -> accessOf.apply(registry));
    }

    /**
     * Returns the same access with the region of the AWS settings if the registry's host contains none.
     *
     * @throws ExplainedException if no setting names a region either
     */
    public RegistryAccess withRegion(RegistryAccess access) {
        EcrRegistry registry = access.registry();
        if (registry.region() != null) {
            return access;
        }
        String region = profiles()
                .region(profile(access.source()))
                .orElseThrow(() -> ExplainedException.configuration("no region for " + registry.host()
                        + ": its host does not name one. Set <region> in its <registry>, or AWS_REGION"));
        return new RegistryAccess(registry.in(region), access.source(), access.endpoint());
    }

    /** Returns the clients for a registry, with the settings of the profile that signs in. */
    public AwsClients clients(RegistryAccess access) {
        String profile = profile(access.source());
        Optional<SettingValue> caBundle = SettingValue.ofVariable("AWS_CA_BUNDLE", environment)
                .or(() -> profiles().setting(profile, "ca_bundle"));
        AwsHttp http = connections.computeIfAbsent(caBundle, bundle -> new AwsHttp(proxies, bundle, warnings));
        return new AwsClients(http, profiles(), profile, callTimeout);
    }

    /** Returns the profiles of the AWS config files. */
    public synchronized Profiles profiles() {
        if (profiles == null) {
            profiles = Profiles.read(environment);
        }
        return profiles;
    }

    private String profile(CredentialSource source) {
        if (source instanceof AssumedRole assumed) {
            return profile(assumed.source());
        }
        return source instanceof Profile profile ? profile.name() : profiles().current();
    }

    /** Returns the credentials for a registry; they are not requested yet. */
    public ResolvedCredentials resolve(RegistryAccess access) {
        return new CredentialResolver(access.registry(), clients(access), warnings).resolve(access.source());
    }

    /**
     * Requests credentials, once for all registries until they expire: those of a role are valid in all regions of its
     * partition, and of no use in another.
     *
     * @throws ExplainedException if there are none
     */
    public AwsCredentials credentials(ResolvedCredentials resolved) {
        return credentials
                .computeIfAbsent(resolved.identity(), absent -> new CachedCredentials())
                .get(resolved);
    }

    /**
     * Requests the same credentials; empty if there are none, and images of the registry are pulled anonymously then.
     *
     * @throws ExplainedException if there are none, and the registry needs some
     */
    public Optional<AwsCredentials> credentialsIfAny(ResolvedCredentials resolved, EcrRegistry registry) {
        try {
            return Optional.of(credentials(resolved));
        } catch (ExplainedException e) {
            if (registry.isPublic() && resolved.lastResort()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The credentials of one principal; a lock of its own lets those of others be requested at the same time. */
    private static final class CachedCredentials {
        private AwsCredentials cached;

        synchronized AwsCredentials get(ResolvedCredentials resolved) {
            if (cached == null
                    || cached.expirationTime()
                            .filter(Instant.now().plus(EXPIRY_MARGIN)::isAfter)
                            .isPresent()) {
                cached = resolved.request().get();
            }
            return cached;
        }
    }

    @Override
    public void close() {
        // A method reference would load AwsHttp, and so the SDK, where nothing was called.
        for (AwsHttp http : connections.values()) {
            http.close();
        }
    }
}
