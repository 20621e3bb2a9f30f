package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.SafeMessage;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.auth.SsoCredentialsProvider;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;

/**
 * Requests the credentials of a profile.
 *
 * <p>The SDK's {@code ProfileCredentialsProvider} checks the properties in the same order, but is not used: it creates
 * clients of its own, in another region than the registry's and without proxies and time limits, and ignores
 * {@code mfa_serial}.
 *
 * @param clients creates the clients of AWS
 * @param registry the registry that the credentials are for
 */
record ProfileCredentials(AwsClients clients, EcrRegistry registry) {
    /**
     * Requests the credentials of a profile.
     *
     * @throws IllegalArgumentException if the profile is missing or incomplete; the message is the reason
     * @throws RuntimeException of the SDK if AWS refuses the request
     */
    AwsCredentials request(String profile) {
        profiles().require(profile);
        return isRole(profile) ? ofRole(profile, new LinkedHashSet<>()) : withoutRole(profile);
    }

    /** Returns whether a profile has a role to assume with the credentials of another source. */
    private boolean isRole(String profile) {
        return has(profile, ProfileProperty.ROLE_ARN) && !has(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE);
    }

    private AwsCredentials withoutRole(String profile) {
        if (has(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE)) {
            return new RoleSessions(clients, registry)
                    .assumeWithWebIdentity(
                            role(profile), new TokenFile(setting(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE)));
        }
        boolean hasRole = has(profile, ProfileProperty.SSO_ACCOUNT_ID) || has(profile, ProfileProperty.SSO_ROLE_NAME);
        boolean hasSession = has(profile, Profiles.SSO_SESSION) || has(profile, ProfileProperty.SSO_START_URL);
        if (hasRole || (hasSession && !hasAccessKey(profile))) {
            return ofIdentityCenter(profile);
        }
        if (profiles().hasKeyInCredentialsFile(profile)) {
            return accessKey(profile);
        }
        if (has(profile, ProfileProperty.LOGIN_SESSION)) {
            return ofLogin(profile);
        }
        if (has(profile, ProfileProperty.CREDENTIAL_PROCESS)) {
            return new CredentialProcess(
                            setting(profile, ProfileProperty.CREDENTIAL_PROCESS),
                            profiles().environment())
                    .run();
        }
        return accessKey(profile);
    }

    private SettingValue setting(String profile, String property) {
        return profiles().setting(profile, property).orElseThrow(() -> missing(property));
    }

    private AwsCredentials ofRole(String profile, Set<String> roles) {
        roles.add(profile);
        Role role = role(profile);
        if (has(profile, ProfileProperty.MFA_SERIAL)) {
            throw new IllegalArgumentException("it has " + ProfileProperty.MFA_SERIAL
                    + ", but a build cannot ask for an MFA code. Use a profile of IAM Identity Center ('aws sso"
                    + " login') or of 'aws login', or get a session with 'aws sts get-session-token'"
                    + " and put it into environment variables");
        }
        return new RoleSessions(clients, registry).assume(role, ofSource(profile, roles));
    }

    private Role role(String profile) {
        return new Role(
                require(profile, ProfileProperty.ROLE_ARN),
                property(profile, ProfileProperty.EXTERNAL_ID).orElse(null),
                property(profile, ProfileProperty.ROLE_SESSION_NAME).orElse(null),
                profiles()
                        .setting(profile, ProfileProperty.DURATION_SECONDS)
                        .map(SettingValue::seconds)
                        .orElse(null));
    }

    private AwsCredentials ofSource(String profile, Set<String> roles) {
        Optional<String> sourceProfile = property(profile, ProfileProperty.SOURCE_PROFILE);
        Optional<String> credentialSource = property(profile, ProfileProperty.CREDENTIAL_SOURCE);
        if (sourceProfile.isPresent() == credentialSource.isPresent()) {
            throw new IllegalArgumentException(
                    sourceProfile.isPresent()
                            ? "it has both source_profile and credential_source: keep one of them"
                            : "it has role_arn, but neither source_profile nor credential_source nor"
                                    + " web_identity_token_file");
        }
        if (sourceProfile.isPresent()) {
            try {
                return ofSourceProfile(profile, sourceProfile.get(), roles);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "source_profile '" + sourceProfile.get() + "': " + SafeMessage.of(e));
            }
        }
        return switch (credentialSource.get()) {
            case "Environment" -> new EnvironmentCredentials(profiles().environment()).accessKey();
            case "EcsContainer" -> ContainerRole.of(profiles().environment()).credentials();
            case "Ec2InstanceMetadata" -> InstanceMetadata.of(profiles()).credentials();
            default ->
                throw new IllegalArgumentException("its credential_source '" + credentialSource.get()
                        + "' is none of Environment, EcsContainer, Ec2InstanceMetadata");
        };
    }

    /** An access key takes precedence over a role, so that a profile can be the source of its own role. */
    private AwsCredentials ofSourceProfile(String profile, String source, Set<String> roles) {
        profiles().require(source);
        boolean hasKey = hasAccessKey(source);
        if (roles.contains(source) && !(hasKey && source.equals(profile))) {
            throw new IllegalArgumentException("its source_profile entries form a circle: " + String.join(", ", roles));
        }
        return isRole(source) && !hasKey ? ofRole(source, roles) : withoutRole(source);
    }

    private boolean hasAccessKey(String profile) {
        return has(profile, ProfileProperty.AWS_ACCESS_KEY_ID) || has(profile, ProfileProperty.AWS_SECRET_ACCESS_KEY);
    }

    private AwsCredentials ofIdentityCenter(String profile) {
        String account = require(profile, ProfileProperty.SSO_ACCOUNT_ID);
        String role = require(profile, ProfileProperty.SSO_ROLE_NAME);
        Region region = Region.of(profiles()
                .ssoSetting(profile, ProfileProperty.SSO_REGION)
                .orElseThrow(() -> missing(ProfileProperty.SSO_REGION))
                .region());
        // The token of a session without a name is stored under its start URL.
        String session = property(profile, Profiles.SSO_SESSION)
                .orElseGet(() -> require(profile, ProfileProperty.SSO_START_URL));
        String token = SsoToken.current(profiles().environment().home(), session, () -> clients.ssoOidc(region));
        GetRoleCredentialsRequest request = GetRoleCredentialsRequest.builder()
                .accountId(account)
                .roleName(role)
                .accessToken(token)
                .build();
        SsoCredentialsProvider.Builder builder = SsoCredentialsProvider.builder();
        try (SsoClient sso = clients.sso(region);
                SsoCredentialsProvider provider =
                        builder.ssoClient(sso).refreshRequest(request).build()) {
            return CheckedCredentials.of(provider.resolveCredentials(), "IAM Identity Center");
        }
    }

    private AwsCredentials ofLogin(String profile) {
        String session = require(profile, ProfileProperty.LOGIN_SESSION);
        Path cache = LoginCache.directory(profiles().environment());
        String region = LoginCache.readAndAddSecrets(cache, session)
                .or(() -> profiles().region(profile))
                .orElse(registry.region());
        try (SigninClient signin = clients.signin(Region.of(region));
                LoginCredentialsProvider login = LoginCredentialsProvider.builder()
                        .loginSession(session)
                        .signinClient(signin)
                        .tokenCacheLocation(cache)
                        .build()) {
            AwsCredentials credentials = login.resolveCredentials();
            // Adds the new secrets: the SDK may have renewed the credentials and the refresh token.
            LoginCache.readAndAddSecrets(cache, session);
            return credentials;
        }
    }

    private AwsCredentials accessKey(String profile) {
        Optional<String> idPart = part(profile, ProfileProperty.AWS_ACCESS_KEY_ID);
        Optional<String> secretPart = part(profile, ProfileProperty.AWS_SECRET_ACCESS_KEY);
        Optional<String> token = part(profile, ConfigSections.AWS_SECURITY_TOKEN)
                .or(() -> part(profile, ProfileProperty.AWS_SESSION_TOKEN));
        String id = idPart.orElseThrow(() -> missing(ProfileProperty.AWS_ACCESS_KEY_ID));
        String secret = secretPart.orElseThrow(() -> missing(ProfileProperty.AWS_SECRET_ACCESS_KEY));
        if (AccessKey.isTemporary(id) && token.isEmpty()) {
            throw new IllegalArgumentException("its access key is temporary (ASIA…), but it has no aws_session_token."
                    + " Add the one that came with the key");
        }
        return CheckedCredentials.of(id, secret, token.orElse(null), null, "AWS profile '" + profile + "'");
    }

    /**
     * Reads a part of an access key. A comment in it is named here: AWS would only answer that it does not know the
     * key.
     */
    private Optional<String> part(String profile, String property) {
        Optional<SettingValue> part = profiles().setting(profile, property);
        if (part.isPresent() && part.get().text().matches("(?s).*\\s.*")) {
            throw new IllegalArgumentException("white space is in " + part.get().origin()
                    + ". Put comments on lines of their own, and indent no line more than the one above");
        }
        part.ifPresent(value -> SecretText.require(value.text(), value.origin()));
        return part.map(SettingValue::text);
    }

    private String require(String profile, String property) {
        return property(profile, property).orElseThrow(() -> missing(property));
    }

    private Profiles profiles() {
        return clients.profiles();
    }

    private boolean has(String profile, String property) {
        return profiles().has(profile, property);
    }

    private Optional<String> property(String profile, String property) {
        return profiles().property(profile, property);
    }

    private static IllegalArgumentException missing(String property) {
        return new IllegalArgumentException("it has no " + property);
    }
}
