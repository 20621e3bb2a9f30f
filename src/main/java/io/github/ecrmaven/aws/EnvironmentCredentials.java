package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The credentials that come with where the build runs: its system properties, its variables, its container. The SDK's
 * own providers would look at those of the JVM.
 *
 * @param environment of the build
 */
record EnvironmentCredentials(Environment environment) {
    /** Either of them means that an access key is given; where the other lacks, that is an error. */
    private static final List<SdkSystemSetting> KEY =
            List.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

    boolean hasSystemProperties() {
        return isGiven(SdkSystemSetting::property, environment::property);
    }

    AwsCredentials systemProperties() {
        return key(SdkSystemSetting::property, environment::property, "the system properties");
    }

    boolean hasVariables() {
        return isGiven(SdkSystemSetting::environmentVariable, environment::variable);
    }

    AwsCredentials variables() {
        return key(SdkSystemSetting::environmentVariable, environment::variable, "the environment");
    }

    /** What {@code credential_source = Environment} means: either of the two above. */
    AwsCredentials key() {
        if (!hasSystemProperties() && !hasVariables()) {
            throw new IllegalArgumentException("its credential_source is Environment, but AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY are not set there. Set them, or choose another source");
        }
        return hasSystemProperties() ? systemProperties() : variables();
    }

    boolean hasContainer() {
        return ContainerRole.isConfigured(environment);
    }

    /** The role of a task of Amazon ECS or a pod of Amazon EKS. */
    AwsCredentials container() {
        return ContainerRole.configured(environment).credentials();
    }

    private static boolean isGiven(Function<SdkSystemSetting, String> name, Function<String, Optional<String>> values) {
        return KEY.stream().anyMatch(part -> values.apply(name.apply(part)).isPresent());
    }

    /** AWS would say of a temporary key without its token no more than that it does not know it. */
    private static AwsCredentials key(
            Function<SdkSystemSetting, String> name, Function<String, Optional<String>> values, String origin) {
        String id = require(name.apply(SdkSystemSetting.AWS_ACCESS_KEY_ID), values);
        String secret = require(name.apply(SdkSystemSetting.AWS_SECRET_ACCESS_KEY), values);
        String tokenSetting = name.apply(SdkSystemSetting.AWS_SESSION_TOKEN);
        Optional<String> token = values.apply(tokenSetting);
        token.ifPresent(text -> SecretText.require(text, tokenSetting));
        if (token.isEmpty() && AccessKey.isTemporary(id)) {
            throw new IllegalArgumentException("the access key is temporary (ASIA…), but " + tokenSetting
                    + " is not set. Set it to the session token of the key");
        }
        return CheckedCredentials.of(id, secret, token.orElse(null), null, origin);
    }

    private static String require(String setting, Function<String, Optional<String>> values) {
        String part = values.apply(setting)
                .map(String::strip)
                .orElseThrow(() -> new IllegalArgumentException(
                        setting + " is not set. Set both parts of the access key, or neither"));
        SecretText.require(part, setting);
        return part;
    }
}
