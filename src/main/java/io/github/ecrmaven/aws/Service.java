package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A service of AWS that is called here, and where: the user's settings may name another endpoint than AWS's own. These
 * are the settings of https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html, and the SDK's system
 * properties. They are read here because the SDK refuses an endpoint of theirs beside FIPS or dual-stack hosts.
 */
enum Service {
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
     * Returns the endpoint that the user's settings name; empty for AWS's own.
     *
     * @param profile whose settings count
     * @throws ExplainedException when it is no URL
     */
    Optional<URI> endpoint(Profiles profiles, String profile) {
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
}
