package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.ExplainedException;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * AWS credentials that were found, and where.
 *
 * @param keys the credentials; their {@code toString} hides the secret
 * @param source the kind of the credentials, for the log
 */
record FoundCredentials(AwsCredentials keys, String source) {
    /** The properties of which any one makes a profile a way to sign in. */
    private static final Set<String> SIGN_IN_PROPERTIES = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.LOGIN_SESSION,
            ProfileProperty.ROLE_ARN,
            "sso_session",
            ProfileProperty.SSO_START_URL);

    /**
     * Finds the credentials of a source.
     *
     * @throws ExplainedException when there are none, or when those that are configured don't work
     */
    static FoundCredentials find(CredentialSource source, String registry) {
        if (source instanceof AccessKey key) {
            return new FoundCredentials(keys(key), key.toString());
        }
        if (source instanceof Profile profile) {
            return resolve(() -> profile(profile.name()), source.toString(), registry);
        }
        if (source instanceof DefaultChain chain) {
            return findInDefaultChain(chain, registry);
        }
        throw new IllegalArgumentException("no AWS credentials are needed for " + source);
    }

    private static AwsCredentials keys(AccessKey key) {
        String secret = key.secretAccessKey().reveal();
        return key.sessionToken() == null
                ? AwsBasicCredentials.create(key.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        key.accessKeyId(), secret, key.sessionToken().reveal());
    }

    /**
     * The order of the SDK's {@code DefaultCredentialsProvider}, but what is configured and broken is an error here,
     * where the SDK would go on to the next and sign in as somebody else.
     */
    private static FoundCredentials findInDefaultChain(DefaultChain chain, String registry) {
        if (isNotBlank(System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()))) {
            return resolve(SystemPropertyCredentialsProvider::create, "system properties aws.accessKeyId …", registry);
        }
        if (isNotBlank(System.getenv(SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable()))) {
            return resolve(
                    EnvironmentVariableCredentialsProvider::create,
                    "environment variables AWS_ACCESS_KEY_ID …",
                    registry);
        }
        if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE) && isSet(SdkSystemSetting.AWS_ROLE_ARN)) {
            return resolve(
                    () -> WebIdentityTokenFileCredentialsProvider.builder().build(),
                    "web identity of " + SdkSystemSetting.AWS_ROLE_ARN.getStringValueOrThrow(),
                    registry);
        }
        String profile = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        if (isSet(ProfileFileSystemSetting.AWS_PROFILE) || signsIn(profile)) {
            return resolve(() -> profile(profile), new Profile(profile).toString(), registry);
        }
        if (isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)) {
            return resolve(() -> ContainerCredentialsProvider.builder().build(), "container role", registry);
        }
        try {
            return new FoundCredentials(read(InstanceProfileCredentialsProvider::create), "instance role");
        } catch (SdkException e) {
            throw ExplainedException.environment(
                    "no AWS credentials for " + registry + ": tried " + chain.explicitSources()
                            + ", system properties, environment, web identity, profile '" + profile
                            + "', container, instance (" + AwsFailures.reason(e)
                            + "). Run 'aws sso login', set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                            + " or add a <server> with the registry's host as its <id> to settings.xml",
                    e);
        }
    }

    private static boolean isSet(SystemSetting setting) {
        return isNotBlank(System.getProperty(setting.property()))
                || isNotBlank(System.getenv(setting.environmentVariable()));
    }

    /** CI systems set a variable to nothing where a secret is missing. */
    private static boolean isNotBlank(String value) {
        return value != null && !value.isBlank();
    }

    private static boolean signsIn(String profile) {
        return ProfileFile.defaultProfileFile()
                .profile(profile)
                .filter(found -> found.properties().keySet().stream().anyMatch(SIGN_IN_PROPERTIES::contains))
                .isPresent();
    }

    private static AwsCredentialsProvider profile(String name) {
        return ProfileCredentialsProvider.create(name);
    }

    private static FoundCredentials resolve(Supplier<AwsCredentialsProvider> provider, String source, String registry) {
        try {
            return new FoundCredentials(read(provider), source);
        } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
            throw AwsFailures.noCredentials(e, source, registry);
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
