package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.image.EcrRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * Signs in with profiles, in the order in which the SDK's own {@code ProfileCredentialsProvider} looks at what they
 * say. That one makes its own clients for it: of another region than the registry's, without proxies and time limits,
 * and it passes over {@code mfa_serial}.
 */
final class ProfileCredentials {
    private static final String MFA_SERIAL = "mfa_serial";
    private static final String DURATION_SECONDS = "duration_seconds";

    private final Profiles profiles;
    private final AwsClients clients;
    private final EcrRegistry registry;

    ProfileCredentials(Profiles profiles, AwsClients clients, EcrRegistry registry) {
        this.profiles = profiles;
        this.clients = clients;
        this.registry = registry;
    }

    /**
     * Signs in with a profile.
     *
     * @throws IllegalArgumentException when the profile is no way to sign in; the message is the reason
     * @throws RuntimeException as the SDK throws it, when AWS refuses
     */
    AwsCredentials resolve(String profile) {
        return resolve(profile, new LinkedHashSet<>());
    }

    private AwsCredentials resolve(String profile, Set<String> roles) {
        profiles.check(profile);
        Map<String, String> properties = profiles.properties(profile);
        if (properties.containsKey(ProfileProperty.ROLE_ARN) && !isKeyOfItsOwnRole(profile, roles)) {
            return role(profile, roles);
        }
        if (properties.containsKey(Profiles.SSO_SESSION) || properties.containsKey(ProfileProperty.SSO_START_URL)) {
            return identityCenter(profile);
        }
        if (properties.containsKey(ProfileProperty.LOGIN_SESSION)) {
            return login(profile);
        }
        if (properties.containsKey(ProfileProperty.CREDENTIAL_PROCESS)) {
            return process(properties.get(ProfileProperty.CREDENTIAL_PROCESS));
        }
        return key(profile);
    }

    /** A role's profile may be its own source where it has a key too; the AWS CLI reads it so. */
    private boolean isKeyOfItsOwnRole(String profile, Set<String> roles) {
        return roles.contains(profile)
                && profiles.property(profile, ProfileProperty.AWS_ACCESS_KEY_ID).isPresent();
    }

    private AwsCredentials role(String profile, Set<String> roles) {
        var role = new Role(
                require(profile, ProfileProperty.ROLE_ARN),
                property(profile, ProfileProperty.EXTERNAL_ID).orElse(null),
                property(profile, ProfileProperty.ROLE_SESSION_NAME).orElse(null),
                property(profile, DURATION_SECONDS)
                        .map(Long::valueOf)
                        .map(Duration::ofSeconds)
                        .orElse(null));
        Optional<String> tokenFile = property(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE);
        if (tokenFile.isPresent()) {
            return clients.sts(registry).assumeWithWebIdentity(role, Path.of(tokenFile.get()));
        }
        if (property(profile, MFA_SERIAL).isPresent()) {
            throw new IllegalArgumentException("it has " + MFA_SERIAL
                    + ", but a build cannot ask for an MFA code. Sign in by a profile of IAM Identity"
                    + " Center ('aws sso login') or of 'aws login', or get a session by 'aws sts"
                    + " get-session-token' and put it into the environment");
        }
        if (!roles.add(profile)) {
            throw new IllegalArgumentException(
                    "the source_profile of its role leads back to itself: " + String.join(", ", roles));
        }
        return clients.sts(registry).assume(role, source(profile, roles));
    }

    private AwsCredentials source(String profile, Set<String> roles) {
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
                return resolve(sourceProfile.get(), roles);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("source_profile '" + sourceProfile.get() + "': " + e.getMessage());
            }
        }
        return switch (credentialSource.get()) {
            case "Environment" -> Ambient.environment();
            case "EcsContainer" -> Ambient.container();
            case "Ec2InstanceMetadata" -> Ambient.instance(profiles);
            default ->
                throw new IllegalArgumentException("its credential_source '" + credentialSource.get()
                        + "' is none of Environment, EcsContainer, Ec2InstanceMetadata");
        };
    }

    private AwsCredentials identityCenter(String profile) {
        String account = require(profile, ProfileProperty.SSO_ACCOUNT_ID);
        String role = require(profile, ProfileProperty.SSO_ROLE_NAME);
        Region region = Region.of(profiles.ssoProperty(profile, ProfileProperty.SSO_REGION)
                .orElseThrow(() -> missing(ProfileProperty.SSO_REGION)));
        // Sessions without a name are kept under their start URL.
        String session = property(profile, Profiles.SSO_SESSION)
                .orElseGet(() -> require(profile, ProfileProperty.SSO_START_URL));
        try (SsoOidcClient oidc = clients.ssoOidc(region);
                SsoOidcTokenProvider tokens = SsoOidcTokenProvider.builder()
                        .sessionName(session)
                        .ssoOidcClient(oidc)
                        .build();
                SsoClient sso = clients.sso(region)) {
            String token = tokens.resolveToken().token();
            RoleCredentials credentials = sso.getRoleCredentials(
                            request -> request.accountId(account).roleName(role).accessToken(token))
                    .roleCredentials();
            return AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        }
    }

    private AwsCredentials login(String profile) {
        String region = clients.region(profile).orElse(registry.region());
        try (SigninClient signin = clients.signin(Region.of(region));
                LoginCredentialsProvider login = LoginCredentialsProvider.builder()
                        .loginSession(require(profile, ProfileProperty.LOGIN_SESSION))
                        .signinClient(signin)
                        .build()) {
            return login.resolveCredentials();
        }
    }

    /** The string as a whole goes to the shell, which the list of words would not. */
    @SuppressWarnings("deprecation")
    private static AwsCredentials process(String command) {
        try (ProcessCredentialsProvider process =
                ProcessCredentialsProvider.builder().command(command).build()) {
            return process.resolveCredentials();
        }
    }

    private AwsCredentials key(String profile) {
        String id = require(profile, ProfileProperty.AWS_ACCESS_KEY_ID);
        String secret = require(profile, ProfileProperty.AWS_SECRET_ACCESS_KEY);
        if (AccessKey.isTemporary(id)
                && property(profile, ProfileProperty.AWS_SESSION_TOKEN).isEmpty()) {
            throw new IllegalArgumentException("its access key is temporary (ASIA…), but it has no aws_session_token."
                    + " Add the one that came with the key");
        }
        return property(profile, ProfileProperty.AWS_SESSION_TOKEN)
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }

    private String require(String profile, String property) {
        return property(profile, property).orElseThrow(() -> missing(property));
    }

    private Optional<String> property(String profile, String property) {
        return profiles.property(profile, property);
    }

    private static IllegalArgumentException missing(String property) {
        return new IllegalArgumentException("it has no " + property);
    }
}
