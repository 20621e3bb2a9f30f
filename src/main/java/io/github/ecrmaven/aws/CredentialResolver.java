package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Resolves the credentials for a registry from their source.
 *
 * @param registry the registry, in whose region roles are assumed
 * @param clients creates the clients of AWS
 * @param warnings receives a warning if a web identity is used instead of a profile
 */
record CredentialResolver(EcrRegistry registry, AwsClients clients, Consumer<String> warnings) {
    private static final Setting ROLE_SESSION_NAME = Setting.of(SdkSystemSetting.AWS_ROLE_SESSION_NAME);

    /** Returns the credentials of a source; they are not requested yet. */
    ResolvedCredentials resolve(CredentialSource source) {
        if (source instanceof AccessKey key) {
            return ofKey(key.toString(), explained(key.toString(), "", () -> checked(key)));
        }
        if (source instanceof Profile profile) {
            return ofProfile(profile);
        }
        if (source instanceof AssumedRole assumed) {
            return ofRole(assumed.role(), resolve(assumed.source()));
        }
        if (source instanceof DefaultChain chain) {
            return ofDefaultChain(chain);
        }
        throw new IllegalArgumentException(source + " has no AWS credentials");
    }

    private ResolvedCredentials ofProfile(Profile profile) {
        return resolved(
                profile.toString(),
                profile.toString(),
                clients.profiles().signInCommand(profile.name()),
                () -> new ProfileCredentials(clients, registry).request(profile.name()));
    }

    private ResolvedCredentials ofRole(Role role, ResolvedCredentials source) {
        String identity = String.join(
                "\n",
                source.identity(),
                role.arn(),
                String.valueOf(role.externalId()),
                role.sessionName(),
                String.valueOf(role.duration()));
        return resolved(
                role + " assumed with " + source.source(),
                identity,
                "",
                () -> new RoleSessions(clients, registry)
                        .assume(role, source.request().get()));
    }

    /**
     * The order is that of the SDK's {@code DefaultCredentialsProvider}. But a source that is configured and does not
     * work is an error: the SDK would continue with the next, and sign in as another principal.
     */
    private ResolvedCredentials ofDefaultChain(DefaultChain chain) {
        Environment environment = clients.profiles().environment();
        var fromEnvironment = new EnvironmentCredentials(environment);
        Optional<ResolvedCredentials> key = ofKey("system property aws.accessKeyId", fromEnvironment::systemProperties)
                .or(() -> ofKey("environment variable AWS_ACCESS_KEY_ID", fromEnvironment::variables));
        if (key.isPresent()) {
            return key.get();
        }
        Optional<SettingValue> tokenFile =
                Setting.of(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE).read(environment);
        if (tokenFile.isPresent()) {
            warnOfUnusedProfile(tokenFile.get());
            return ofWebIdentity(new TokenFile(tokenFile.get()));
        }
        String profile = clients.profiles().current();
        boolean isMisspelt =
                clients.profiles().selected().isPresent() && !clients.profiles().exists(profile);
        if (isMisspelt || clients.profiles().hasCredentials(profile)) {
            return ofProfile(new Profile(profile));
        }
        if (ContainerRole.isConfigured(environment)) {
            return resolved(
                    "container role",
                    "container",
                    "",
                    () -> ContainerRole.of(environment).credentials());
        }
        return new ResolvedCredentials(
                "instance role",
                "instance",
                true,
                () -> explained(
                        () -> InstanceMetadata.of(clients.profiles()).credentials(),
                        e -> AwsFailures.noneFound(e, chain.explicitSources(), profile, clients.profiles(), registry)));
    }

    /** The AWS CLI would use the profile, if it has a role. */
    private void warnOfUnusedProfile(SettingValue tokenFile) {
        Profiles profiles = clients.profiles();
        profiles.selected()
                .filter(profile -> profiles.failure().isEmpty() && profiles.hasCredentials(profile.text()))
                .ifPresent(profile -> warnings.accept("AWS profile '" + profile.text() + "' of " + profile.origin()
                        + " does not sign in, as " + tokenFile.origin()
                        + " comes first. To sign in with the profile, set profile (-Decr.profile)"));
    }

    private ResolvedCredentials ofWebIdentity(TokenFile tokenFile) {
        Environment environment = clients.profiles().environment();
        Optional<String> arn = Setting.of(SdkSystemSetting.AWS_ROLE_ARN).value(environment);
        String source = arn.map("web identity of "::concat).orElse("web identity");
        return resolved(source, source, "", () -> {
            var role = new Role(
                    arn.orElseThrow(() -> new IllegalArgumentException(
                            "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")),
                    null,
                    ROLE_SESSION_NAME.value(environment).orElse(null),
                    null);
            return new RoleSessions(clients, registry).assumeWithWebIdentity(role, tokenFile);
        });
    }

    private Optional<ResolvedCredentials> ofKey(String source, Supplier<Optional<AwsCredentials>> key) {
        return explained(source, "", key).map(credentials -> ofKey(source, credentials));
    }

    private static ResolvedCredentials ofKey(String source, AwsCredentials key) {
        return new ResolvedCredentials(source, identity(key), false, () -> key);
    }

    private ResolvedCredentials resolved(
            String source, String identity, String signInCommand, Supplier<AwsCredentials> request) {
        return new ResolvedCredentials(source, identity, false, () -> explained(source, signInCommand, request));
    }

    private <T> T explained(String source, String signInCommand, Supplier<T> request) {
        return explained(request, e -> AwsFailures.noCredentials(e, source, registry, signInCommand, clients.http()));
    }

    /** Requests credentials, and explains any exception: those of the SDK have no common type. */
    private static <T> T explained(Supplier<T> request, Function<RuntimeException, ExplainedException> explanation) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw e instanceof ExplainedException explained ? explained : explanation.apply(e);
        }
    }

    private static AwsCredentials checked(AccessKey key) {
        String secret = key.secretAccessKey().reveal();
        String token = key.sessionToken() == null ? null : key.sessionToken().reveal();
        return CheckedCredentials.of(key.accessKeyId(), secret, token, null, key.origin());
    }

    /** Does not depend on where the access key is configured. */
    private static String identity(AwsCredentials key) {
        return String.join(
                "\n",
                key.accessKeyId(),
                key.secretAccessKey(),
                key instanceof AwsSessionCredentials session ? session.sessionToken() : "");
    }
}
