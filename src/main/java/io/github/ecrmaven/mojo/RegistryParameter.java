package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.image.Wildcards;
import java.net.URI;
import java.util.function.Function;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** A {@code <registry>} as users write it: how to sign in to the registries of a host. */
public final class RegistryParameter {
    private String host;
    private String serverId;
    private String profile;
    private String accessKeyId;
    private PlexusConfiguration secretAccessKey;
    private PlexusConfiguration sessionToken;
    private String roleArn;
    private String externalId;
    private String roleSessionName;
    private String duration;
    private String region;
    private URI endpoint;

    /**
     * Checks the entry.
     *
     * @param secrets evaluates a parameter that Maven must not print
     * @throws ExplainedException when it contradicts itself, or has no host
     */
    DeclaredRegistry declared(Function<PlexusConfiguration, Secret> secrets) {
        if (ParameterText.isBlank(host)) {
            throw ExplainedException.configuration(
                    "a <registry> has no <host>: name the registry's host, or write * for a part of it");
        }
        String origin = "registry '" + host + "'";
        if (host.equals(Wildcards.ANY) && region != null && endpoint == null) {
            throw ExplainedException.configuration("region of " + origin
                    + " would send AWS's tokens to any registry: name the host, or set endpoint too");
        }
        return new DeclaredRegistry(
                host,
                Wildcards.pattern(host),
                new CredentialParameters(
                        origin,
                        accessKeyId,
                        secrets.apply(secretAccessKey),
                        secrets.apply(sessionToken),
                        profile,
                        serverId,
                        new RoleParameters(roleArn, externalId, roleSessionName, duration).role(origin)),
                ParameterText.blankToNull(region),
                endpoint);
    }

    /** Sets the registry's host, with its port where it has one; {@code *} stands for any part of it. */
    public void setHost(String host) {
        this.host = host;
    }

    /** Sets the id of a server of settings.xml to sign in with. */
    public void setServerId(String serverId) {
        this.serverId = serverId;
    }

    /** Sets the AWS profile to sign in with. */
    public void setProfile(String profile) {
        this.profile = profile;
    }

    /** Sets the ID of an access key. */
    public void setAccessKeyId(String accessKeyId) {
        this.accessKeyId = accessKeyId;
    }

    /** Sets the secret of the access key. */
    public void setSecretAccessKey(PlexusConfiguration secretAccessKey) {
        this.secretAccessKey = secretAccessKey;
    }

    /** Sets the session token of a temporary access key. */
    public void setSessionToken(PlexusConfiguration sessionToken) {
        this.sessionToken = sessionToken;
    }

    /** Sets the role to assume. */
    public void setRoleArn(String roleArn) {
        this.roleArn = roleArn;
    }

    /** Sets what the role's trust policy may ask for. */
    public void setExternalId(String externalId) {
        this.externalId = externalId;
    }

    /** Sets how AWS CloudTrail names the session. */
    public void setRoleSessionName(String roleSessionName) {
        this.roleSessionName = roleSessionName;
    }

    /** Sets how many seconds the role's session lasts. */
    public void setDuration(String duration) {
        this.duration = duration;
    }

    /** Sets the region of a host that does not name one. */
    public void setRegion(String region) {
        this.region = region;
    }

    /** Sets the endpoint of the ECR API. */
    public void setEndpoint(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Returns the host alone: the rest may be secret. */
    @Override
    public String toString() {
        return String.valueOf(host);
    }
}
