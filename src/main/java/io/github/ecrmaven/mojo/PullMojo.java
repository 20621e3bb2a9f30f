package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ImagePuller;
import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.aws.AuthorizationTokens;
import io.github.ecrmaven.engine.ContainerEngine;
import java.net.URI;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * Signs in to Amazon ECR and pulls images into the container engine, so that integration tests find them there.
 *
 * <p>Credentials are the first of: the goal's own access key, profile or server; the server of settings.xml whose id is
 * the registry's host; AWS's default chain (system properties, environment, web identity, profile, container,
 * instance).
 *
 * @since 0.1.0
 */
@Mojo(name = "pull", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class PullMojo extends AbstractEcrMojo {
    /**
     * When an image without a pull policy of its own is pulled: <code>Always</code>, <code>IfNotPresent</code> or
     * <code>Never</code>, in any case. By default <code>Always</code> for the tag <code>latest</code>, else <code>
     * IfNotPresent</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.pullPolicy")
    private String pullPolicy;

    /**
     * The platform of images without one of their own, such as <code>linux/arm64</code>. By default the engine's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.platform")
    private String platform;

    /**
     * The ID of an AWS access key. Better kept in a server of settings.xml, or given as <code>-Decr.accessKeyId</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.accessKeyId")
    private String accessKeyId;

    /**
     * The secret of the access key. Never write it into a POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.secretAccessKey")
    private PlexusConfiguration secretAccessKey;

    /**
     * The session token of a temporary access key, whose ID begins with <code>ASIA</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.sessionToken")
    private PlexusConfiguration sessionToken;

    /**
     * The profile of the AWS config and credentials files to sign in with: with IAM Identity Center, a role, a process
     * or keys. Beats keys in the environment, as <code>--profile</code> does for the AWS CLI.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.profile")
    private String profile;

    /**
     * The id of a <code>&lt;server&gt;</code> of settings.xml to sign in with. Its user name is an access key ID, its
     * password the secret access key, encrypted or not, and <code>&lt;sessionToken&gt;</code> in its configuration the
     * session token. With the user name <code>AWS</code> the password is an ECR token, as <code>aws ecr
     * get-login-password</code> prints it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.serverId")
    private String serverId;

    /**
     * The endpoint of the ECR API, such as <code>https://vpce-….api.ecr.eu-west-1.vpce.amazonaws.com</code>. By default
     * AWS's own for the registry's region, or what <code>AWS_ENDPOINT_URL_ECR</code> says.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.endpoint")
    private URI endpoint;

    /**
     * The region of registries whose host does not name one, as LocalStack's. Such a host is only signed in to when
     * <code>endpoint</code> is given too, so that a token of AWS never goes to a registry that is not AWS's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.region")
    private String region;

    /** The settings.xml of whoever runs Maven. */
    @Parameter(defaultValue = "${settings}", readonly = true, required = true)
    private Settings settings;

    private final SettingsDecrypter decrypter;

    /** Made by Maven. */
    @Inject
    public PullMojo(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    @Override
    void run() {
        List<ImageToPull> images =
                images(image -> image.toPull(platform, pullPolicy, endpoint == null ? null : region));
        CredentialParameters credentials = credentials();
        if (images.isEmpty()) {
            return;
        }
        var servers = new SettingsServers(settings, decrypter);
        var tokens = new AuthorizationTokens(endpoint, getLog()::info);
        try (ContainerEngine engine = connect()) {
            new ImagePuller(
                            engine,
                            registry -> tokens.signIn(registry, credentials.sourceFor(registry.host(), servers)),
                            settings.isOffline(),
                            getLog()::info)
                    .pull(images);
        }
    }

    private CredentialParameters credentials() {
        return new CredentialParameters(accessKeyId, secret(secretAccessKey), secret(sessionToken), profile, serverId);
    }
}
