package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials that come with where the build runs: this JVM, its environment, its container, its machine. */
final class Ambient {
    /** Either of them means that an access key is given; where the other lacks, that is an error. */
    private static final List<SdkSystemSetting> KEY =
            List.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

    private static final Setting CONTAINER_PATH = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
    private static final Setting CONTAINER_URL = Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);

    private Ambient() {}

    static boolean hasSystemProperties() {
        return missing(SdkSystemSetting::property, System::getProperty).size() < KEY.size();
    }

    static AwsCredentials systemProperties() {
        requireBoth(SdkSystemSetting::property, System::getProperty);
        return whole(
                resolve(SystemPropertyCredentialsProvider.create()), SdkSystemSetting.AWS_SESSION_TOKEN.property());
    }

    static boolean hasVariables() {
        return missing(SdkSystemSetting::environmentVariable, System::getenv).size() < KEY.size();
    }

    static AwsCredentials variables() {
        requireBoth(SdkSystemSetting::environmentVariable, System::getenv);
        return whole(
                resolve(EnvironmentVariableCredentialsProvider.create()),
                SdkSystemSetting.AWS_SESSION_TOKEN.environmentVariable());
    }

    /** What {@code credential_source = Environment} means: either of the two above. */
    static AwsCredentials environment() {
        return whole(
                resolve(AwsCredentialsProviderChain.of(
                        SystemPropertyCredentialsProvider.create(), EnvironmentVariableCredentialsProvider.create())),
                SdkSystemSetting.AWS_SESSION_TOKEN.environmentVariable());
    }

    static boolean hasContainer() {
        return CONTAINER_PATH.value().isPresent() || CONTAINER_URL.value().isPresent();
    }

    /** The role of a task of Amazon ECS or a pod of Amazon EKS. */
    static AwsCredentials container() {
        CONTAINER_PATH.read().ifPresent(SettingValue::path);
        CONTAINER_URL.read().ifPresent(SettingValue::url);
        return ContainerRole.credentials();
    }

    /** The role of an instance of Amazon EC2. */
    static AwsCredentials instance(Profiles profiles) {
        return InstanceMetadata.of(profiles).credentials();
    }

    private static AwsCredentials resolve(AwsCredentialsProvider provider) {
        try {
            return provider.resolveCredentials();
        } finally {
            if (provider instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    /** A key of which one half is empty or missing is broken; the SDK would say so at more length. */
    private static void requireBoth(Function<SdkSystemSetting, String> name, UnaryOperator<String> values) {
        for (String part : missing(name, values)) {
            throw new IllegalArgumentException(part + " is not set. Set both parts of the access key, or neither");
        }
    }

    private static List<String> missing(Function<SdkSystemSetting, String> name, UnaryOperator<String> values) {
        List<String> missing = new ArrayList<>();
        for (SdkSystemSetting part : KEY) {
            String value = values.apply(name.apply(part));
            if (value == null || value.isBlank()) {
                missing.add(name.apply(part));
            }
        }
        return missing;
    }

    /** AWS would say of a temporary key without its token no more than that it does not know it. */
    private static AwsCredentials whole(AwsCredentials key, String tokenSetting) {
        if (!(key instanceof AwsSessionCredentials) && AccessKey.isTemporary(key.accessKeyId())) {
            throw new IllegalArgumentException("the access key is temporary (ASIA…), but " + tokenSetting
                    + " is not set. Set it to the session token of the key");
        }
        return key;
    }
}
