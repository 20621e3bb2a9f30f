package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The credentials in the environment of the build: its system properties, variables and container.
 *
 * <p>The SDK's providers would read the environment of the JVM, which in a daemon is another one.
 *
 * @param environment the environment of the build
 */
record EnvironmentCredentials(Environment environment) {
    /** If one of them is set, the other must be set too. */
    private static final List<SdkSystemSetting> KEY =
            List.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

    boolean hasSystemProperties() {
        return isGiven(SdkSystemSetting::property, environment::property);
    }

    AwsCredentials systemProperties() {
        return accessKey(SdkSystemSetting::property, environment::property, "the system properties");
    }

    boolean hasVariables() {
        return isGiven(SdkSystemSetting::environmentVariable, environment::variable);
    }

    AwsCredentials variables() {
        return accessKey(SdkSystemSetting::environmentVariable, environment::variable, "the environment");
    }

    /** Returns the access key that {@code credential_source = Environment} means. */
    AwsCredentials accessKey() {
        if (!hasSystemProperties() && !hasVariables()) {
            throw new IllegalArgumentException("its credential_source is Environment, but AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY are not set there. Set them, or choose another source");
        }
        return hasSystemProperties() ? systemProperties() : variables();
    }

    boolean hasContainer() {
        return ContainerRole.isConfigured(environment);
    }

    /** Requests the credentials of the role of an Amazon ECS task or an Amazon EKS pod. */
    AwsCredentials container() {
        return ContainerRole.of(environment).credentials();
    }

    private static boolean isGiven(Function<SdkSystemSetting, String> name, Function<String, Optional<String>> values) {
        return KEY.stream().anyMatch(part -> values.apply(name.apply(part)).isPresent());
    }

    /** Checks that a temporary key has a session token: AWS would only answer that it does not know the key. */
    private static AwsCredentials accessKey(
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
