package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Finds the credentials for a registry.
 *
 * @param registry that they are for: roles are assumed in its region
 * @param clients to ask AWS with
 */
record CredentialResolver(EcrRegistry registry, AwsClients clients) {
    private static final Setting ROLE_SESSION_NAME = Setting.of(SdkSystemSetting.AWS_ROLE_SESSION_NAME);

    /** Finds the credentials of a source; AWS is not asked for any yet. */
    ResolvedCredentials resolve(CredentialSource source) {
        if (source instanceof AccessKey key) {
            return found(key.toString(), identity(key), "", () -> keys(key));
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
        throw new IllegalArgumentException("no AWS credentials are needed for " + source);
    }

    private ResolvedCredentials ofProfile(Profile profile) {
        return found(
                profile.toString(),
                profile.toString(),
                clients.profiles().signInCommand(profile.name()),
                () -> new ProfileCredentials(clients.profiles(), clients, registry).resolve(profile.name()));
    }

    private ResolvedCredentials ofRole(Role role, ResolvedCredentials source) {
        String identity = String.join(
                "\n",
                source.identity(),
                role.arn(),
                String.valueOf(role.externalId()),
                role.session(),
                String.valueOf(role.duration()));
        return found(
                role + " assumed with " + source.source(),
                identity,
                "",
                () -> new RoleSessions(clients, registry).assume(role, source.request().get()));
    }

    /**
     * The order of the SDK's {@code DefaultCredentialsProvider}, but what is configured and broken is an error here,
     * where the SDK would go on to the next and sign in as somebody else.
     */
    private ResolvedCredentials ofDefaultChain(DefaultChain chain) {
        Environment environment = clients.profiles().environment();
        var fromEnvironment = new EnvironmentCredentials(environment);
        if (fromEnvironment.hasSystemProperties()) {
            return ofThisProcess("system properties aws.accessKeyId …", fromEnvironment::systemProperties);
        }
        if (fromEnvironment.hasVariables()) {
            return ofThisProcess("environment variables AWS_ACCESS_KEY_ID …", fromEnvironment::variables);
        }
        Optional<SettingValue> tokenFile =
                Setting.of(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE).read(environment);
        if (tokenFile.isPresent()) {
            return ofWebIdentity(
                    new TokenFile(tokenFile.get().text(), tokenFile.get().origin()));
        }
        String profile = clients.profiles().current();
        if (clients.profiles().selected().isPresent() || clients.profiles().signsIn(profile)) {
            return ofProfile(new Profile(profile));
        }
        if (fromEnvironment.hasContainer()) {
            return found("container role", "container", "", fromEnvironment::container);
        }
        return new ResolvedCredentials("instance role", "instance", true, () -> {
            try {
                return InstanceMetadata.of(clients.profiles()).credentials();
            } catch (ExplainedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw AwsFailures.noneFound(e, chain.explicitSources(), profile, clients.profiles(), registry);
            }
        });
    }

    private ResolvedCredentials ofWebIdentity(TokenFile tokenFile) {
        Environment environment = clients.profiles().environment();
        Optional<String> arn = Setting.of(SdkSystemSetting.AWS_ROLE_ARN).value(environment);
        String source = arn.map("web identity of "::concat).orElse("web identity");
        return found(source, source, "", () -> {
            var role = new Role(
                    arn.orElseThrow(() -> new IllegalArgumentException(
                            "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")),
                    null,
                    ROLE_SESSION_NAME.value(environment).orElse(null),
                    null);
            return new RoleSessions(clients, registry).assumeWithWebIdentity(role, tokenFile);
        });
    }

    private ResolvedCredentials ofThisProcess(String source, Supplier<AwsCredentials> keys) {
        AwsCredentials read = translate(source, "", keys);
        return new ResolvedCredentials(source, identity(read), false, () -> read);
    }

    private ResolvedCredentials found(
            String source, String identity, String signInCommand, Supplier<AwsCredentials> keys) {
        return new ResolvedCredentials(source, identity, false, () -> translate(source, signInCommand, keys));
    }

    /** What the SDK's classes throw has no common type: also for a missing file or a blank key. */
    private AwsCredentials translate(String source, String signInCommand, Supplier<AwsCredentials> keys) {
        try {
            return keys.get();
        } catch (ExplainedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw AwsFailures.noCredentials(e, source, registry, signInCommand, clients.http());
        }
    }

    private static AwsCredentials keys(AccessKey key) {
        String secret = key.secretAccessKey().reveal();
        String token = key.sessionToken() == null ? null : key.sessionToken().reveal();
        return CheckedCredentials.of(key.accessKeyId(), secret, token, null, key.origin());
    }

    /** Who has an access key is the same wherever it was read. */
    private static String identity(AccessKey key) {
        return identity(
                key.accessKeyId(),
                key.secretAccessKey().reveal(),
                key.sessionToken() == null ? "" : key.sessionToken().reveal());
    }

    private static String identity(AwsCredentials keys) {
        return identity(
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys instanceof AwsSessionCredentials session ? session.sessionToken() : "");
    }

    private static String identity(String accessKeyId, String secretAccessKey, String sessionToken) {
        return String.join("\n", accessKeyId, secretAccessKey, sessionToken);
    }
}
