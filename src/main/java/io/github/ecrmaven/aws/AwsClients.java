package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Creates the clients of AWS's services with the same connections, time limits, retries and settings.
 *
 * @param http the connections of all clients
 * @param profiles the profiles of the AWS config files
 * @param profile the name of the profile whose settings apply
 * @param callTimeout the limit of a call with all its retries
 */
public record AwsClients(AwsHttp http, Profiles profiles, String profile, Duration callTimeout) {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** The attempts of a call, unless the user's settings contain another number. */
    private static final int MAX_ATTEMPTS = 3;

    private static final List<String> RETRY_MODES = List.of("legacy", "standard", "adaptive");

    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    public EcrClient ecr(RegistryAccess access, AwsCredentials credentials) {
        return client(
                EcrClient.builder(),
                endpoint(access),
                Region.of(access.registry().region()),
                StaticCredentialsProvider.create(credentials));
    }

    public EcrPublicClient ecrPublic(RegistryAccess access, AwsCredentials credentials) {
        return client(
                EcrPublicClient.builder(),
                endpoint(access),
                Region.of(access.registry().region()),
                StaticCredentialsProvider.create(credentials));
    }

    /** Returns the endpoint of the API of ECR, or of ECR Public. */
    public URI endpoint(RegistryAccess access) {
        EcrRegistry registry = access.registry();
        AwsService service = registry.isPublic() ? AwsService.ECR_PUBLIC : AwsService.ECR;
        return Optional.ofNullable(access.endpoint())
                .or(() -> service.configuredEndpoint(profiles, profile))
                .orElseGet(() -> {
                    boolean fips = registry.fips() || isFips();
                    boolean dualStack = registry.dualStack() || isDualStack();
                    // The SDK's rules say the same of a common host, but load regions and partitions for 0.1 s.
                    return registry.accountId() == null || fips || dualStack
                            ? service.defaultEndpoint(Region.of(registry.region()), fips, dualStack)
                            : URI.create("https://" + registry.apiHost());
                });
    }

    StsClient sts(EcrRegistry registry, AwsCredentialsProvider credentials) {
        Region region = Region.of(registry.region());
        return client(StsClient.builder(), endpoint(AwsService.STS, region, registry.fips()), region, credentials);
    }

    SsoClient sso(Region region) {
        return anonymous(SsoClient.builder(), AwsService.SSO, region);
    }

    SsoOidcClient ssoOidc(Region region) {
        return anonymous(SsoOidcClient.builder(), AwsService.SSO_OIDC, region);
    }

    SigninClient signin(Region region) {
        return anonymous(SigninClient.builder(), AwsService.SIGNIN, region);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C anonymous(
            B builder, AwsService service, Region region) {
        return client(builder, endpoint(service, region, false), region, AnonymousCredentialsProvider.create());
    }

    private URI endpoint(AwsService service, Region region, boolean fips) {
        return service.configuredEndpoint(profiles, profile)
                .orElseGet(() -> service.defaultEndpoint(region, fips || isFips(), isDualStack()));
    }

    private boolean isFips() {
        return isTrue(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT, ProfileProperty.USE_FIPS_ENDPOINT);
    }

    private boolean isDualStack() {
        return isTrue(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT, ProfileProperty.USE_DUALSTACK_ENDPOINT);
    }

    private boolean isTrue(SdkSystemSetting setting, String property) {
        return setting(setting, property).map(SettingValue::isTrue).orElse(false);
    }

    /** Returns the time limit of a single request without a client: an equal share of the limit of a call. */
    public Duration attemptTimeout() {
        return callTimeout.dividedBy(Math.max(MAX_ATTEMPTS, maxAttempts()));
    }

    /** Also checks the retry mode, which is not used here, because other tools of AWS refuse an invalid one. */
    private int maxAttempts() {
        setting(SdkSystemSetting.AWS_RETRY_MODE, ProfileProperty.RETRY_MODE).ifPresent(mode -> mode.oneOf(RETRY_MODES));
        return setting(SdkSystemSetting.AWS_MAX_ATTEMPTS, ProfileProperty.MAX_ATTEMPTS)
                .map(SettingValue::count)
                .orElse(MAX_ATTEMPTS);
    }

    private Optional<SettingValue> setting(SdkSystemSetting setting, String property) {
        return profiles.setting(setting, profile, property);
    }

    /** Sets everything that the SDK would otherwise read, unchecked, from the JVM's environment and the config file. */
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, Region region, AwsCredentialsProvider credentials) {
        builder.httpClient(http)
                .region(region)
                .endpointOverride(endpoint)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .defaultsMode(DefaultsMode.LEGACY)
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(maxAttempts())
                                // By default the SDK retries all failures of connections.
                                .doNotRetryWhen(attempt -> AwsFailureKinds.isPermanent(attempt.failure()))
                                .build())
                        .compressionConfiguration(compression ->
                                compression.requestCompressionEnabled(false).minimumCompressionThresholdInBytes(0))
                        .defaultProfileFile(NO_PROFILES)
                        .defaultProfileName(profile));
        return ConfigFileLocation.withoutFiles(builder::build);
    }
}
