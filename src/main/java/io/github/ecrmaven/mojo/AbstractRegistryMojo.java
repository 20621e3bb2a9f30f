package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Mirrors;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The parameters of goals that sign in to registries, and what is read from them. */
abstract class AbstractRegistryMojo extends AbstractEcrMojo {
    /**
     * The pull policy of images without one of their own: <code>Always</code>, <code>IfNotPresent</code> or <code>Never
     * </code>, in upper or lower case. By default <code>Always</code> for the tag <code>latest</code>, else <code>
     * IfNotPresent</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.pullPolicy")
    private String pullPolicy;

    /**
     * The platform of images without one of their own, such as <code>linux/arm64</code>. By default that of the
     * environment variable <code>DOCKER_DEFAULT_PLATFORM</code>, as for <code>docker pull</code>; without it the
     * engine's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.platform")
    private String platform;

    /**
     * The ID of an AWS access key. Prefer a server of settings.xml, or <code>-Decr.accessKeyId</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.accessKeyId")
    private String accessKeyId;

    /**
     * The secret access key. Prefer a server of settings.xml, and never write the key into a POM: with -X Maven prints
     * the configuration, including the values of references such as <code>${env.NAME}</code>. A key given as <code>
     * -Decr.secretAccessKey</code> is a property of the whole build: Surefire writes it into its reports, other plugins
     * print it with -X, and Maven 4 prints its command line with -X.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.secretAccessKey")
    private PlexusConfiguration secretAccessKey;

    /**
     * The session token of a temporary access key, whose ID begins with <code>ASIA</code>. It is as secret as the key:
     * keep it in the same place.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.sessionToken")
    private PlexusConfiguration sessionToken;

    /**
     * The profile of the AWS config and credentials files to sign in with. It may use IAM Identity Center, a role, a
     * process or an access key. It overrides keys in the environment, like the AWS CLI's <code>--profile</code>. Given
     * by <code>-Decr.profile</code>, it replaces a key or server of the POM; so do these for a profile of the POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.profile")
    private String profile;

    /**
     * The id of the <code>&lt;server&gt;</code> of settings.xml to sign in with. Its user name is an access key ID, its
     * password the secret access key, encrypted or not. Its configuration may have <code>&lt;sessionToken&gt;</code>,
     * or <code>&lt;profile&gt;</code> instead of a key, and a role: <code>&lt;roleArn&gt;</code>, <code>
     * &lt;externalId&gt;
     * </code>, <code>&lt;roleSessionName&gt;</code>, <code>&lt;duration&gt;</code>. With the user name <code>AWS</code>
     * the password is an ECR token, as <code>aws ecr get-login-password</code> prints it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.serverId")
    private String serverId;

    /**
     * The ARN of a role to assume, such as <code>arn:aws:iam::123456789012:role/pull</code>. It is assumed with the
     * credentials of the parameters above, else of the server whose id is the registry's host, else of AWS's default
     * chain.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.roleArn")
    private String roleArn;

    /**
     * The external ID, if the role's trust policy asks for one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.externalId")
    private String externalId;

    /**
     * The name of the role's session, as AWS CloudTrail shows it. By default <code>ecr-maven-plugin</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.roleSessionName")
    private String roleSessionName;

    /**
     * The duration of the role's session in seconds, from 900 to 43200. By default 3600, AWS's default.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.duration")
    private String duration;

    /**
     * The endpoint of the ECR API, such as <code>https://vpce-….api.ecr.eu-west-1.vpce.amazonaws.com</code>. By default
     * the one that the AWS CLI would use: of <code>AWS_ENDPOINT_URL_ECR</code>, <code>AWS_ENDPOINT_URL</code>, or the
     * profile's <code>endpoint_url</code>, else AWS's for the registry's region.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.endpoint")
    private String endpoint;

    /**
     * The region of registries whose host does not name one, such as LocalStack's. By default the region of <code>
     * AWS_REGION
     * </code>, <code>AWS_DEFAULT_REGION</code> or the profile. The plugin signs in to such a host only if <code>
     * registries
     * </code> names it or <code>endpoint</code> is set, so that AWS's tokens are never sent to a registry that is not
     * AWS's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.region")
    private String region;

    /** The settings.xml of whoever builds, which Maven sets. */
    @Parameter(defaultValue = "${settings}", readonly = true, required = true)
    private Settings settings;

    @Inject
    private SettingsDecrypter decrypter;

    /**
     * Returns the registries as the parameters describe them, and warns of secrets in the POM.
     *
     * @throws ExplainedException if the parameters contradict each other
     */
    final Registries registries() {
        LiteralSecrets.warnings(context().project(), context().pluginKey()).forEach(context()::warnOnce);
        String origin = CredentialParameters.GOAL;
        var credentials = new CredentialParameters(
                origin,
                accessKeyId,
                context().secret(secretAccessKey),
                context().secret(sessionToken),
                profile,
                serverId,
                new RoleParameters(roleArn, externalId, roleSessionName, duration).role(origin));
        return new Registries(
                declaredRegistries(),
                credentials,
                ParameterText.blankToNull(region),
                ParameterText.endpoint(endpoint, origin),
                new SettingsServers(settings, decrypter));
    }

    /** Returns the connections to AWS for all modules of a run; a warning may come several times. */
    final SharedAws sharedAws(Consumer<String> log, Consumer<String> warnings) {
        return new SharedAws(context(), new SettingsProxies(settings, decrypter).active(), log, warnings);
    }

    /** Reads the images, with tags at the digests that they are locked at. */
    final List<ImageToPull> imagesToPull(
            Registries registries, UnaryOperator<ImageReference> lock, ModuleProblems problems) {
        Mirrors mirrors = mirrors();
        registries.check(mirrors);
        String defaultPlatform = ParameterText.isBlank(platform)
                ? context().environment().variable("DOCKER_DEFAULT_PLATFORM").orElse(null)
                : platform;
        String defaultPolicy = ParameterText.blankToNull(pullPolicy);
        return readImages(image -> image.toPull(defaultPlatform, defaultPolicy, registries, mirrors, lock), problems);
    }

    final boolean isOffline() {
        return settings.isOffline();
    }
}
