package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * AWS credentials that a source leads to.
 *
 * @param source the kind of the credentials, for the log
 * @param identity differs for whoever differs; holds secrets, and so is for digests alone
 * @param lastResort whether nothing was configured, so that only the machine itself may have some
 * @param keys gets them, and asks AWS if need be; fails with what the log is to say
 */
record FoundCredentials(String source, String identity, boolean lastResort, Supplier<AwsCredentials> keys) {
    private static final Setting ROLE_SESSION_NAME = Setting.of(SdkSystemSetting.AWS_ROLE_SESSION_NAME);

    /**
     * Finds the credentials of a source; none is asked for yet.
     *
     * @param registry that they are for: roles are assumed in its region
     */
    static FoundCredentials find(CredentialSource source, EcrRegistry registry, AwsClients clients) {
        if (source instanceof AccessKey key) {
            return found(key.toString(), identity(key), "", registry, () -> keys(key));
        }
        if (source instanceof Profile profile) {
            return ofProfile(profile, registry, clients);
        }
        if (source instanceof AssumedRole assumed) {
            return ofRole(assumed.role(), find(assumed.source(), registry, clients), registry, clients);
        }
        if (source instanceof DefaultChain chain) {
            return ofDefaultChain(chain, registry, clients);
        }
        throw new IllegalArgumentException("no AWS credentials are needed for " + source);
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

    private static AwsCredentials keys(AccessKey key) {
        String secret = key.secretAccessKey().reveal();
        return key.sessionToken() == null
                ? AwsBasicCredentials.create(key.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        key.accessKeyId(), secret, key.sessionToken().reveal());
    }

    private static FoundCredentials ofProfile(Profile profile, EcrRegistry registry, AwsClients clients) {
        return found(
                profile.toString(),
                profile.toString(),
                clients.profiles().signInCommand(profile.name()),
                registry,
                () -> new ProfileCredentials(clients.profiles(), clients, registry).resolve(profile.name()));
    }

    private static FoundCredentials ofRole(
            Role role, FoundCredentials source, EcrRegistry registry, AwsClients clients) {
        return found(
                role + " assumed with " + source.source(),
                String.join(
                        "\n",
                        source.identity(),
                        role.arn(),
                        String.valueOf(role.externalId()),
                        role.session(),
                        String.valueOf(role.duration())),
                "",
                registry,
                () -> clients.sts(registry).assume(role, source.keys().get()));
    }

    /**
     * The order of the SDK's {@code DefaultCredentialsProvider}, but what is configured and broken is an error here,
     * where the SDK would go on to the next and sign in as somebody else.
     */
    private static FoundCredentials ofDefaultChain(DefaultChain chain, EcrRegistry registry, AwsClients clients) {
        if (Ambient.hasSystemProperties()) {
            return ofThisProcess("system properties aws.accessKeyId …", registry, Ambient::systemProperties);
        }
        if (Ambient.hasVariables()) {
            return ofThisProcess("environment variables AWS_ACCESS_KEY_ID …", registry, Ambient::variables);
        }
        Optional<String> tokenFile =
                Setting.of(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE).value();
        if (tokenFile.isPresent()) {
            return ofWebIdentity(Path.of(tokenFile.get()), registry, clients);
        }
        String profile = Profiles.current();
        if (Profiles.selected().isPresent() || clients.profiles().signsIn(profile)) {
            return ofProfile(new Profile(profile), registry, clients);
        }
        if (Ambient.hasContainer()) {
            return found("container role", "container", "", registry, Ambient::container);
        }
        return new FoundCredentials("instance role", "instance", true, () -> {
            try {
                return Ambient.instance(clients.profiles());
            } catch (RuntimeException e) {
                throw AwsFailures.noneFound(e, chain.explicitSources(), profile, registry.host());
            }
        });
    }

    private static FoundCredentials ofWebIdentity(Path tokenFile, EcrRegistry registry, AwsClients clients) {
        Optional<String> arn = Setting.of(SdkSystemSetting.AWS_ROLE_ARN).value();
        return found(
                arn.map("web identity of "::concat).orElse("web identity"), "web identity " + arn, "", registry, () -> {
                    var role = new Role(
                            arn.orElseThrow(() -> new IllegalArgumentException(
                                    "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")),
                            null,
                            ROLE_SESSION_NAME.value().orElse(null),
                            null);
                    return clients.sts(registry).assumeWithWebIdentity(role, tokenFile);
                });
    }

    private static FoundCredentials ofThisProcess(String source, EcrRegistry registry, Supplier<AwsCredentials> keys) {
        AwsCredentials read = translate(source, "", registry, keys);
        return new FoundCredentials(source, identity(read), false, () -> read);
    }

    private static FoundCredentials found(
            String source, String identity, String signInCommand, EcrRegistry registry, Supplier<AwsCredentials> keys) {
        return new FoundCredentials(source, identity, false, () -> translate(source, signInCommand, registry, keys));
    }

    /** What the SDK's classes throw has no common type: also for a missing file or a blank key. */
    private static AwsCredentials translate(
            String source, String signInCommand, EcrRegistry registry, Supplier<AwsCredentials> keys) {
        try {
            return keys.get();
        } catch (ExplainedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw AwsFailures.noCredentials(e, source, registry.host(), signInCommand);
        }
    }

    /** Returns the kind alone: the identity is secret. */
    @Override
    public String toString() {
        return source;
    }
}
