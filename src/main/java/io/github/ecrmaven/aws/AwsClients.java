package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Makes the clients of AWS's services, alike in time limits, retries, connections and the user's settings.
 *
 * @param http the connections that all clients share
 * @param profiles the AWS config and credentials files
 * @param profile whose settings count
 * @param callTimeout for a call as a whole, with its retries
 */
record AwsClients(AwsHttp http, Profiles profiles, String profile, Duration callTimeout) {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** How often a client makes a call, unless the user's settings say otherwise. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Setting DEFAULT_REGION = new Setting("aws.defaultRegion", "AWS_DEFAULT_REGION");

    EcrClient ecr(RegistryAccess access, AwsCredentials keys) {
        EcrRegistry registry = access.registry();
        return client(
                EcrClient.builder(),
                configuredEcrEndpoint(access),
                Region.of(registry.region()),
                registry.fips(),
                registry.dualStack(),
                StaticCredentialsProvider.create(keys));
    }

    /**
     * Attempts to call GetAuthorizationToken of ECR without a client.
     *
     * @return empty where only a client gets there, or says why it does not
     */
    Optional<TokenAttempt> attemptToken(RegistryAccess access, AwsCredentials keys) {
        try {
            URI endpoint = ecrEndpoint(access);
            // A client puts paths together in a way of its own.
            return endpoint.getRawPath().length() > 1
                    ? Optional.empty()
                    : http.open(endpoint)
                            .map(connection -> TokenAttempt.make(
                                    connection, access.registry().region(), keys, callTimeout.dividedBy(MAX_ATTEMPTS)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the endpoint of ECR that a client calls. */
    URI ecrEndpoint(RegistryAccess access) {
        return configuredEcrEndpoint(access).orElseGet(() -> ownEcrEndpoint(access.registry()));
    }

    /** Returns the same for a call that was attempted once, and has the rest of the time. */
    AwsClients after(TokenAttempt attempt) {
        return new AwsClients(http.after(attempt), profiles, profile, callTimeout.minus(attempt.took()));
    }

    EcrPublicClient ecrPublic(RegistryAccess access, AwsCredentials keys) {
        return client(
                EcrPublicClient.builder(),
                Optional.ofNullable(access.endpoint()).or(() -> endpoint(Service.ECR_PUBLIC)),
                Region.of(access.registry().region()),
                false,
                false,
                StaticCredentialsProvider.create(keys));
    }

    /** Roles are assumed in the region of the registry, and so in its partition. */
    Sts sts(EcrRegistry registry) {
        return new Sts(keys -> client(
                StsClient.builder(),
                endpoint(Service.STS),
                Region.of(registry.region()),
                registry.fips(),
                false,
                keys));
    }

    SsoClient sso(Region region) {
        return anonymous(SsoClient.builder(), Service.SSO, region);
    }

    SsoOidcClient ssoOidc(Region region) {
        return anonymous(SsoOidcClient.builder(), Service.SSO_OIDC, region);
    }

    SigninClient signin(Region region) {
        return anonymous(SigninClient.builder(), Service.SIGNIN, region);
    }

    /** Returns the region of the user's settings; the SDK does not know AWS_DEFAULT_REGION, but the AWS CLI does. */
    Optional<String> region(String ofProfile) {
        return Stream.of(
                        Setting.of(SdkSystemSetting.AWS_REGION).value(),
                        DEFAULT_REGION.value(),
                        profiles.property(ofProfile, ProfileProperty.REGION))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<URI> configuredEcrEndpoint(RegistryAccess access) {
        return Optional.ofNullable(access.endpoint()).or(() -> endpoint(Service.ECR));
    }

    private URI ownEcrEndpoint(EcrRegistry registry) {
        boolean fips =
                registry.fips() || isOn(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT, ProfileProperty.USE_FIPS_ENDPOINT);
        boolean dualStack = registry.dualStack()
                || isOn(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT, ProfileProperty.USE_DUALSTACK_ENDPOINT);
        return EcrEndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters
                        .region(Region.of(registry.region()))
                        .useFips(fips)
                        .useDualStack(dualStack))
                .join()
                .endpointUrl()
                .toUri();
    }

    private boolean isOn(SdkSystemSetting setting, String property) {
        return setting.getBooleanValue()
                .or(() -> profiles.file().profile(profile).flatMap(found -> found.booleanProperty(property)))
                .orElse(false);
    }

    private Optional<URI> endpoint(Service service) {
        return service.endpoint(profiles, profile);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C anonymous(
            B builder, Service service, Region region) {
        return client(builder, endpoint(service), region, false, false, AnonymousCredentialsProvider.create());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder,
            Optional<URI> endpoint,
            Region region,
            boolean fips,
            boolean dualStack,
            AwsCredentialsProvider keys) {
        builder.httpClient(http)
                .region(region)
                .credentialsProvider(keys)
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(profiles.file())
                        .defaultProfileName(profile));
        if (endpoint.isPresent()) {
            // The SDK refuses an endpoint beside AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.
            return builder.endpointOverride(endpoint.get())
                    .fipsEnabled(false)
                    .dualstackEnabled(false)
                    .build();
        }
        // Set to false they would overrule those variables.
        if (fips) {
            builder.fipsEnabled(true);
        }
        if (dualStack) {
            builder.dualstackEnabled(true);
        }
        return builder.build();
    }
}
