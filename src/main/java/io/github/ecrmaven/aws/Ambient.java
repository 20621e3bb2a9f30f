package io.github.ecrmaven.aws;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials that come with where the build runs: this JVM, its environment, its container, its machine. */
final class Ambient {
    /** Either of them means that an access key is given; where the other lacks, that is an error. */
    private static final List<SdkSystemSetting> KEY =
            List.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

    private Ambient() {}

    static boolean hasSystemProperties() {
        return KEY.stream()
                .map(SdkSystemSetting::property)
                .map(System::getProperty)
                .anyMatch(Ambient::isNotBlank);
    }

    static AwsCredentials systemProperties() {
        return resolve(SystemPropertyCredentialsProvider.create());
    }

    static boolean hasVariables() {
        return KEY.stream()
                .map(SdkSystemSetting::environmentVariable)
                .map(System::getenv)
                .anyMatch(Ambient::isNotBlank);
    }

    static AwsCredentials variables() {
        return resolve(EnvironmentVariableCredentialsProvider.create());
    }

    /** What {@code credential_source = Environment} means: either of the two above. */
    static AwsCredentials environment() {
        return resolve(AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(), EnvironmentVariableCredentialsProvider.create()));
    }

    static boolean hasContainer() {
        return Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                        .value()
                        .isPresent()
                || Setting.of(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
                        .value()
                        .isPresent();
    }

    /** The role of a task of Amazon ECS or a pod of Amazon EKS. */
    static AwsCredentials container() {
        return resolve(ContainerCredentialsProvider.builder().build());
    }

    /** The role of an instance of Amazon EC2. */
    static AwsCredentials instance(Profiles profiles) {
        InstanceMetadata.of(profiles).check();
        return resolve(InstanceProfileCredentialsProvider.builder()
                .profileFile(profiles.file())
                .profileName(Profiles.current())
                .build());
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

    private static boolean isNotBlank(String value) {
        return value != null && !value.isBlank();
    }
}
