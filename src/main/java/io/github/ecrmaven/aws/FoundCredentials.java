package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * AWS credentials that were found, and where.
 *
 * @param keys the credentials; their {@code toString} hides the secret
 * @param source the kind of the credentials, for the log
 */
record FoundCredentials(AwsCredentials keys, String source) {
    /** Either of them means that keys are given; where the other lacks, that is an error. */
    private static final List<SystemSetting> KEY_SETTINGS =
            List.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

    /**
     * Finds the credentials of a source.
     *
     * @throws ExplainedException when there are none, or when those that are configured don't work
     */
    static FoundCredentials find(CredentialSource source, String registry, Profiles profiles) {
        if (source instanceof AccessKey key) {
            return resolve(() -> StaticCredentialsProvider.create(keys(key)), key.toString(), registry, "");
        }
        if (source instanceof Profile profile) {
            return findInProfile(profile, registry, profiles);
        }
        if (source instanceof DefaultChain chain) {
            return findInDefaultChain(chain, registry, profiles);
        }
        throw new IllegalArgumentException("no AWS credentials are needed for " + source);
    }

    /** Returns the profile that {@code AWS_PROFILE} names, or AWS's default one. */
    static String selectedProfile() {
        return value(ProfileFileSystemSetting.AWS_PROFILE).orElse("default");
    }

    private static AwsCredentials keys(AccessKey key) {
        String secret = key.secretAccessKey().reveal();
        return key.sessionToken() == null
                ? AwsBasicCredentials.create(key.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        key.accessKeyId(), secret, key.sessionToken().reveal());
    }

    private static FoundCredentials findInProfile(Profile profile, String registry, Profiles profiles) {
        return resolve(
                () -> profiles.provider(profile.name()),
                profile.toString(),
                registry,
                profiles.signInCommand(profile.name()));
    }

    /**
     * The order of the SDK's {@code DefaultCredentialsProvider}, but what is configured and broken is an error here,
     * where the SDK would go on to the next and sign in as somebody else.
     */
    private static FoundCredentials findInDefaultChain(DefaultChain chain, String registry, Profiles profiles) {
        if (KEY_SETTINGS.stream().anyMatch(setting -> isNotBlank(System.getProperty(setting.property())))) {
            return resolve(
                    SystemPropertyCredentialsProvider::create, "system properties aws.accessKeyId …", registry, "");
        }
        if (KEY_SETTINGS.stream().anyMatch(setting -> isNotBlank(System.getenv(setting.environmentVariable())))) {
            return resolve(
                    EnvironmentVariableCredentialsProvider::create,
                    "environment variables AWS_ACCESS_KEY_ID …",
                    registry,
                    "");
        }
        if (value(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE).isPresent()) {
            Optional<String> role = value(SdkSystemSetting.AWS_ROLE_ARN);
            return resolve(
                    () -> webIdentity(role),
                    role.map("web identity of "::concat).orElse("web identity"),
                    registry,
                    "");
        }
        String profile = selectedProfile();
        if (value(ProfileFileSystemSetting.AWS_PROFILE).isPresent() || profiles.signsIn(profile)) {
            return findInProfile(new Profile(profile), registry, profiles);
        }
        if (value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI).isPresent()
                || value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI).isPresent()) {
            return resolve(() -> ContainerCredentialsProvider.builder().build(), "container role", registry, "");
        }
        try {
            return new FoundCredentials(read(InstanceProfileCredentialsProvider::create), "instance role");
        } catch (RuntimeException e) {
            throw ExplainedException.environment(
                    "no AWS credentials for " + registry + ": tried " + chain.explicitSources()
                            + ", system properties, environment, web identity, profile '" + profile
                            + "', container, instance (" + AwsFailures.reason(e)
                            + "). Run 'aws sso login', set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                            + " or add a <server> with the registry's host as its <id> to settings.xml",
                    e);
        }
    }

    private static AwsCredentialsProvider webIdentity(Optional<String> role) {
        if (role.isEmpty()) {
            throw new IllegalArgumentException("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not");
        }
        return WebIdentityTokenFileCredentialsProvider.builder().build();
    }

    /** Returns a setting as the SDK reads it, except that CI systems set a variable to nothing where it is missing. */
    private static Optional<String> value(SystemSetting setting) {
        return Stream.of(System.getProperty(setting.property()), System.getenv(setting.environmentVariable()))
                .filter(FoundCredentials::isNotBlank)
                .findFirst();
    }

    private static boolean isNotBlank(String value) {
        return value != null && !value.isBlank();
    }

    /** Asks a provider; what the SDK's throw has no common type: also for a missing file or a blank key. */
    private static FoundCredentials resolve(
            Supplier<AwsCredentialsProvider> provider, String source, String registry, String signInCommand) {
        try {
            return new FoundCredentials(read(provider), source);
        } catch (RuntimeException e) {
            throw AwsFailures.noCredentials(e, source, registry, signInCommand);
        }
    }

    private static AwsCredentials read(Supplier<AwsCredentialsProvider> factory) {
        AwsCredentialsProvider provider = factory.get();
        try {
            return provider.resolveCredentials();
        } finally {
            if (provider instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
