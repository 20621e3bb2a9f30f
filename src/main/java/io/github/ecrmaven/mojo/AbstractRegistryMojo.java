package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What goals have that sign in to registries, to pull images or to see whether they could be pulled. */
abstract class AbstractRegistryMojo extends AbstractEcrMojo {
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
     * The secret of the access key. Best kept in a server of settings.xml, and never written into a POM: Maven prints
     * with -X all that is there, the values of references such as <code>${env.NAME}</code> included. Given as <code>
     * -Decr.secretAccessKey</code>, it is a property of the whole build: Surefire writes it into its reports, and with
     * -X other plugins print it, and Maven 4 its command line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.secretAccessKey")
    private PlexusConfiguration secretAccessKey;

    /**
     * The session token of a temporary access key, whose ID begins with <code>ASIA</code>. It is as secret as the key,
     * and best kept where that is.
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
     * password the secret access key, encrypted or not. Its configuration may have <code>&lt;sessionToken&gt;</code>,
     * or <code>&lt;profile&gt;</code> in the place of the key, and a role: <code>&lt;roleArn&gt;</code>, <code>
     * &lt;externalId&gt;</code>, <code>&lt;roleSessionName&gt;</code>, <code>&lt;duration&gt;</code>. With the user
     * name <code>AWS</code> the password is an ECR token, as <code>aws ecr get-login-password</code> prints it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.serverId")
    private String serverId;

    /**
     * The ARN of a role to assume with the credentials found, such as <code>arn:aws:iam::123456789012:role/pull</code>:
     * those of the parameters above, else those of the server whose id is the registry's host, else AWS's default
     * chain.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.roleArn")
    private String roleArn;

    /**
     * The external ID that the trust policy of the role asks for.
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
     * How many seconds the role's session lasts, from 900 to 43200. By default an hour, AWS's default.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.duration")
    private String duration;

    /**
     * The endpoint of the ECR API, such as <code>https://vpce-….api.ecr.eu-west-1.vpce.amazonaws.com</code>. By default
     * AWS's own for the registry's region, or what <code>AWS_ENDPOINT_URL_ECR</code> says.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.endpoint")
    private String endpoint;

    /**
     * The region of registries whose host does not name one, as LocalStack's. By default that of <code>AWS_REGION
     * </code>, <code>AWS_DEFAULT_REGION</code> or the profile. Such a host is only signed in to when <code>registries
     * </code> names it or <code>endpoint</code> is given, so that a token of AWS never goes to a registry that is not
     * AWS's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.region")
    private String region;

    /**
     * What differs for single registries: credentials, role, region and endpoint. For an image, the entry counts that
     * names its registry's host, else the first whose <code>*</code> fits; what it leaves out, the goal's parameters
     * say. A host that is not of ECR's form, as LocalStack's or a proxy's, is one of ECR if its entry says so.
     *
     * <pre>{@code
     * <registries>
     *   <registry>
     *     <host>123456789012.dkr.ecr.eu-west-1.amazonaws.com</host>
     *     <profile>dev</profile>
     *   </registry>
     *   <registry>
     *     <host>210987654321.dkr.ecr.*</host>
     *     <serverId>ci</serverId>
     *     <roleArn>arn:aws:iam::210987654321:role/pull</roleArn>
     *     <externalId>build</externalId>
     *   </registry>
     *   <registry>
     *     <host>localhost:4566</host>
     *     <region>us-east-1</region>
     *     <endpoint>http://localhost:4566</endpoint>
     *   </registry>
     * </registries>
     * }</pre>
     *
     * <p>An entry has a <code>host</code> and any of: <code>serverId</code>; <code>profile</code>; <code>accessKeyId
     * </code>, <code>secretAccessKey</code>, <code>sessionToken</code>; <code>roleArn</code>, <code>externalId</code>,
     * <code>
     * roleSessionName</code>, <code>duration</code>; <code>region</code>; <code>endpoint</code>. Better than a key is a
     * <code>serverId</code>: Maven prints with -X all that is in a POM, the values of references included.
     *
     * @since 0.1.0
     */
    @Parameter
    private PlexusConfiguration registries;

    /** The settings.xml of whoever runs Maven. */
    @Parameter(defaultValue = "${settings}", readonly = true, required = true)
    private Settings settings;

    private final SettingsDecrypter decrypter;

    AbstractRegistryMojo(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    /**
     * Returns the registries as the parameters describe them.
     *
     * @throws ExplainedException when the parameters contradict each other
     */
    final Registries registries() {
        warnOfLiteralSecrets();
        String origin = "the goal's parameters";
        var credentials = new CredentialParameters(
                origin,
                accessKeyId,
                secret(secretAccessKey),
                secret(sessionToken),
                profile,
                serverId,
                new RoleParameters(roleArn, externalId, roleSessionName, duration).role(origin));
        return new Registries(
                elements().registries(registries).stream()
                        .map(registry -> registry.declared(this::secret))
                        .toList(),
                credentials,
                CredentialParameters.blankToNull(region),
                ElementReader.endpoint(endpoint, origin),
                new SettingsServers(settings, decrypter));
    }

    @Override
    void checkConfiguration() {
        super.checkConfiguration();
        elements().registries(registries);
    }

    final boolean declaresRegistries() {
        return registries != null && registries.getChildCount() > 0;
    }

    /** Reaches AWS for all modules of a run. */
    final SharedAws sharedAws(Consumer<String> log, Consumer<String> warnings) {
        return new SharedAws(this::aws, aws -> new AuthorizationTokens(aws, buildCache(), log, warnings));
    }

    private Aws aws(Registries registries) {
        return new Aws(registries::access, environment(), new SettingsProxies(settings, decrypter).active());
    }

    /**
     * Reads an image.
     *
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException when it is not an image in ECR; the message is the reason
     */
    final ImageToPull toPull(ImageParameter image, Registries registries, UnaryOperator<ImageReference> lock) {
        return image.toPull(platform, pullPolicy, registries, lock);
    }

    /** Warns where a newer image is wanted, if there is one, and nobody is asked. */
    final void warnOfOffline(List<ImageToPull> images) {
        String always = images.stream()
                .filter(image -> image.policy() == PullPolicy.ALWAYS)
                .map(image -> image.reference().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        if (offline() && !always.isEmpty()) {
            getLog().warn("Maven is offline: what the engine has is taken, though the pull policy is Always: "
                    + always);
        }
    }

    final boolean offline() {
        return settings.isOffline();
    }
}
