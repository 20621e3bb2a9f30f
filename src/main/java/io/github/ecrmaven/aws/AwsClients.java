package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.endpoints.EcrPublicEndpointProvider;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.endpoints.SigninEndpointProvider;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.endpoints.SsoEndpointProvider;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * Makes the clients of AWS's services, alike in time limits, retries, connections and the user's settings.
 *
 * @param http the connections that all clients share
 * @param profiles the AWS config and credentials files
 * @param profile whose settings count
 * @param callTimeout for a call as a whole, with its retries
 */
public record AwsClients(AwsHttp http, Profiles profiles, String profile, Duration callTimeout) {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** How often a client makes a call, unless the user's settings say otherwise. */
    private static final int MAX_ATTEMPTS = 3;

    private static final List<String> RETRY_MODES = List.of("legacy", "standard", "adaptive");

    private static final ProfileFile NO_PROFILES = ProfileFile.builder()
            .content("")
            .type(ProfileFile.Type.CONFIGURATION)
            .build();

    private static final Setting DEFAULT_REGION = new Setting("aws.defaultRegion", "AWS_DEFAULT_REGION");

    public EcrClient ecr(RegistryAccess access, AwsCredentials keys) {
        return client(
                EcrClient.builder(),
                ecrEndpoint(access),
                Region.of(access.registry().region()),
                StaticCredentialsProvider.create(keys));
    }

    /** Returns how long one attempt of a call may take. */
    public Duration attemptTimeout() {
        return callTimeout.dividedBy(Math.max(MAX_ATTEMPTS, maxAttempts()));
    }

    /** Returns the endpoint of ECR that a client calls. */
    public URI ecrEndpoint(RegistryAccess access) {
        EcrRegistry registry = access.registry();
        return Optional.ofNullable(access.endpoint())
                .orElseGet(() -> endpoint(
                        Service.ECR,
                        () -> EcrEndpointProvider.defaultProvider()
                                .resolveEndpoint(to -> to.region(Region.of(registry.region()))
                                        .useFips(registry.fips() || isFips())
                                        .useDualStack(registry.dualStack() || isDualStack()))));
    }

    public EcrPublicClient ecrPublic(RegistryAccess access, AwsCredentials keys) {
        return client(
                EcrPublicClient.builder(),
                ecrPublicEndpoint(access),
                Region.of(access.registry().region()),
                StaticCredentialsProvider.create(keys));
    }

    private URI ecrPublicEndpoint(RegistryAccess access) {
        Region region = Region.of(access.registry().region());
        return Optional.ofNullable(access.endpoint())
                .orElseGet(() -> endpoint(
                        Service.ECR_PUBLIC,
                        () -> EcrPublicEndpointProvider.defaultProvider()
                                .resolveEndpoint(to ->
                                        to.region(region).useFips(isFips()).useDualStack(isDualStack()))));
    }

    /** Roles are assumed in the region of the registry, and so in its partition. */
    Sts sts(EcrRegistry registry) {
        Region region = Region.of(registry.region());
        URI endpoint = endpoint(
                Service.STS,
                () -> StsEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region)
                                .useFips(registry.fips() || isFips())
                                .useDualStack(isDualStack())));
        return new Sts(keys -> client(StsClient.builder(), endpoint, region, keys));
    }

    SsoClient sso(Region region) {
        URI endpoint = endpoint(
                Service.SSO,
                () -> SsoEndpointProvider.defaultProvider()
                        .resolveEndpoint(
                                to -> to.region(region).useFips(isFips()).useDualStack(isDualStack())));
        return client(SsoClient.builder(), endpoint, region, AnonymousCredentialsProvider.create());
    }

    SsoOidcClient ssoOidc(Region region) {
        URI endpoint = endpoint(
                Service.SSO_OIDC,
                () -> SsoOidcEndpointProvider.defaultProvider()
                        .resolveEndpoint(
                                to -> to.region(region).useFips(isFips()).useDualStack(isDualStack())));
        return client(SsoOidcClient.builder(), endpoint, region, AnonymousCredentialsProvider.create());
    }

    SigninClient signin(Region region) {
        URI endpoint = endpoint(
                Service.SIGNIN,
                () -> SigninEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region)
                                .useFips(isFips())
                                .useDualStack(isDualStack())
                                .isControlPlane(false)));
        return client(SigninClient.builder(), endpoint, region, AnonymousCredentialsProvider.create());
    }

    /** Returns the region of the user's settings; the SDK does not know AWS_DEFAULT_REGION, but the AWS CLI does. */
    Optional<String> region(String ofProfile) {
        return Setting.of(SdkSystemSetting.AWS_REGION)
                .read(profiles.environment())
                .or(() -> DEFAULT_REGION.read(profiles.environment()))
                .or(() -> profiles.setting(ofProfile, ProfileProperty.REGION))
                .map(SettingValue::region);
    }

    private boolean isFips() {
        return isOn(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT, ProfileProperty.USE_FIPS_ENDPOINT);
    }

    private boolean isDualStack() {
        return isOn(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT, ProfileProperty.USE_DUALSTACK_ENDPOINT);
    }

    private boolean isOn(SdkSystemSetting setting, String property) {
        return setting(setting, property).map(SettingValue::isOn).orElse(false);
    }

    /** Checks the mode of retries too: it changes nothing here, but AWS's other tools refuse a wrong one. */
    private int maxAttempts() {
        setting(SdkSystemSetting.AWS_RETRY_MODE, ProfileProperty.RETRY_MODE).ifPresent(mode -> mode.oneOf(RETRY_MODES));
        return setting(SdkSystemSetting.AWS_MAX_ATTEMPTS, ProfileProperty.MAX_ATTEMPTS)
                .map(SettingValue::count)
                .orElse(MAX_ATTEMPTS);
    }

    private Optional<SettingValue> setting(SdkSystemSetting setting, String property) {
        return profiles.setting(Setting.of(setting), profile, property);
    }

    private URI endpoint(Service service, Supplier<CompletableFuture<Endpoint>> own) {
        return service.endpoint(profiles, profile).orElseGet(() -> url(own.get()));
    }

    private static URI url(CompletableFuture<Endpoint> endpoint) {
        return endpoint.join().endpointUrl().toUri();
    }

    /**
     * All that the SDK would look up in the environment and the config file is given here, and so was checked before.
     */
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, Region region, AwsCredentialsProvider keys) {
        builder.httpClient(http)
                .region(region)
                .endpointOverride(endpoint)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .defaultsMode(DefaultsMode.LEGACY)
                .credentialsProvider(keys)
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(maxAttempts())
                                // The SDK takes every failure of a connection for temporary.
                                .doNotRetryWhen(attempt -> AwsErrors.isPermanent(attempt.failure()))
                                .build())
                        .compressionConfiguration(compression ->
                                compression.requestCompressionEnabled(false).minimumCompressionThresholdInBytes(0))
                        .defaultProfileFile(NO_PROFILES)
                        .defaultProfileName(profile));
        return ConfigFileLocation.withoutFiles(builder::build);
    }
}
