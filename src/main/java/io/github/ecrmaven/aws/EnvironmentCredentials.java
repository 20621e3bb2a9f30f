package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.Environment;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The access keys in the environment of the build: in its system properties and variables.
 *
 * <p>The SDK's providers would read the environment of the JVM, which in a daemon is another one.
 *
 * @param environment the environment of the build
 */
record EnvironmentCredentials(Environment environment) {
    /** The old name of AWS_SESSION_TOKEN, which the AWS CLI still reads. */
    private static final String AWS_SECURITY_TOKEN = "AWS_SECURITY_TOKEN";

    /** Returns the access key of the system properties; empty if they have no part of one. */
    Optional<AwsCredentials> systemProperties() {
        return accessKey(
                SdkSystemSetting::property,
                SdkSystemSetting.AWS_SESSION_TOKEN.property(),
                environment::property,
                "the system properties");
    }

    /** Returns the access key of the environment variables; empty if they have no part of one. */
    Optional<AwsCredentials> variables() {
        String tokenVariable = SdkSystemSetting.AWS_SESSION_TOKEN.environmentVariable();
        boolean hasOldName = environment.variable(tokenVariable).isEmpty()
                && environment.variable(AWS_SECURITY_TOKEN).isPresent();
        return accessKey(
                SdkSystemSetting::environmentVariable,
                hasOldName ? AWS_SECURITY_TOKEN : tokenVariable,
                environment::variable,
                "the environment");
    }

    /** Returns the access key that {@code credential_source = Environment} means. */
    AwsCredentials accessKey() {
        return systemProperties()
                .or(this::variables)
                .orElseThrow(() -> new IllegalArgumentException("its credential_source is Environment, but"
                        + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set there. Set them, or choose another"
                        + " source"));
    }

    /** Checks that a temporary key has a session token: AWS would only answer that it does not know the key. */
    private static Optional<AwsCredentials> accessKey(
            Function<SdkSystemSetting, String> name,
            String tokenSetting,
            Function<String, Optional<String>> values,
            String origin) {
        String idSetting = name.apply(SdkSystemSetting.AWS_ACCESS_KEY_ID);
        String secretSetting = name.apply(SdkSystemSetting.AWS_SECRET_ACCESS_KEY);
        if (values.apply(idSetting).isEmpty() && values.apply(secretSetting).isEmpty()) {
            return Optional.empty();
        }
        String id = require(idSetting, values);
        String secret = require(secretSetting, values);
        Optional<String> token = values.apply(tokenSetting);
        token.ifPresent(text -> SecretText.require(text, tokenSetting));
        if (token.isEmpty() && AccessKey.isTemporary(id)) {
            throw new IllegalArgumentException("the access key is temporary (ASIA…), but " + tokenSetting
                    + " is not set. Set it to the session token of the key");
        }
        return Optional.of(CheckedCredentials.of(id, secret, token.orElse(null), null, origin));
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
