package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecrpublic.endpoints.EcrPublicEndpointProvider;
import software.amazon.awssdk.services.signin.endpoints.SigninEndpointProvider;
import software.amazon.awssdk.services.sso.endpoints.SsoEndpointProvider;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/** A service of AWS that the plugin calls, and its endpoints. */
enum AwsService {
    ECR,
    ECR_PUBLIC,
    STS,
    SSO,
    SSO_OIDC,
    SIGNIN;

    private static final String PROPERTY = "aws.endpointUrl";
    private static final String VARIABLE = "AWS_ENDPOINT_URL";
    private static final String PROFILE_PROPERTY = "endpoint_url";

    /**
     * Returns the endpoint of the user's settings, see
     * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html. The SDK would read them itself, but
     * refuses such an endpoint together with FIPS or dual-stack.
     *
     * @param profile whose settings apply
     * @return empty if no setting names one, or endpoints of settings are switched off
     * @throws ExplainedException if it is not a URL
     */
    Optional<URI> configuredEndpoint(Profiles profiles, String profile) {
        boolean isIgnored = profiles.setting(
                        SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS,
                        profile,
                        ProfileProperty.IGNORE_CONFIGURED_ENDPOINT_URLS)
                .map(SettingValue::isTrue)
                .orElse(false);
        if (isIgnored) {
            return Optional.empty();
        }
        Environment environment = profiles.environment();
        return SettingValue.ofProperty(PROPERTY + camelCase(), environment)
                .or(() -> SettingValue.ofProperty(PROPERTY, environment))
                .or(() -> SettingValue.ofVariable(VARIABLE + "_" + name(), environment))
                .or(() -> SettingValue.ofVariable(VARIABLE, environment))
                .or(() -> profiles.serviceSetting(profile, name().toLowerCase(Locale.ROOT), PROFILE_PROPERTY))
                .or(() -> profiles.setting(profile, PROFILE_PROPERTY))
                .map(SettingValue::url);
    }

    private String camelCase() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** Returns AWS's own endpoint in a region. */
    URI defaultEndpoint(Region region, boolean fips, boolean dualStack) {
        CompletableFuture<Endpoint> endpoint = switch (this) {
            case ECR ->
                EcrEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region).useFips(fips).useDualStack(dualStack));
            case ECR_PUBLIC ->
                EcrPublicEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region).useFips(fips).useDualStack(dualStack));
            case STS ->
                StsEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region).useFips(fips).useDualStack(dualStack));
            case SSO ->
                SsoEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region).useFips(fips).useDualStack(dualStack));
            case SSO_OIDC ->
                SsoOidcEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region).useFips(fips).useDualStack(dualStack));
            case SIGNIN ->
                SigninEndpointProvider.defaultProvider()
                        .resolveEndpoint(to -> to.region(region)
                                .useFips(fips)
                                .useDualStack(dualStack)
                                .isControlPlane(false));
        };
        return endpoint.join().endpointUrl().toUri();
    }
}
