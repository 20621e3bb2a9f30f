package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The credentials that the goal or a registry's entry is configured with; each but the origin may be null.
 *
 * @param origin where they are written: {@code the goal's parameters}
 * @param accessKeyId the ID of an access key
 * @param secretAccessKey the secret access key
 * @param sessionToken the session token of a temporary access key
 * @param profile the name of an AWS profile
 * @param serverId the id of a server of settings.xml
 * @param role the role that is assumed with these credentials, or if there are none, with others
 */
record CredentialParameters(
        String origin,
        String accessKeyId,
        Secret secretAccessKey,
        Secret sessionToken,
        String profile,
        String serverId,
        Role role) {
    /** The origin of what is no registry's: each of these parameters may also be a property. */
    static final String GOAL = "the goal's parameters";

    /**
     * Checks that there is at most one way to sign in, and that it is complete.
     *
     * @throws ExplainedException if it is not
     */
    CredentialParameters {
        accessKeyId = ParameterText.blankToNull(accessKeyId);
        profile = ParameterText.blankToNull(profile);
        serverId = ParameterText.blankToNull(serverId);
        boolean anyKey = accessKeyId != null || secretAccessKey != null || sessionToken != null;
        List<String> given = new ArrayList<>();
        if (anyKey) {
            given.add("accessKeyId");
        }
        if (profile != null) {
            given.add("profile");
        }
        if (serverId != null) {
            given.add("serverId");
        }
        if (given.size() > 1) {
            throw ExplainedException.configuration(String.join(" and ", given) + " of " + origin
                    + " are set together, but only one way to sign in can be used: keep one of them"
                    + (origin.equals(GOAL)
                            ? ", wherever it is set (POM, settings.xml, -D), or give one by -D, which replaces those of"
                                    + " the POM and settings.xml"
                            : ""));
        }
        if (anyKey && (accessKeyId == null || secretAccessKey == null)) {
            throw ExplainedException.configuration((accessKeyId == null ? "accessKeyId" : "secretAccessKey") + " of "
                    + origin
                    + " is missing: an access key needs accessKeyId and secretAccessKey, and sessionToken if it"
                    + " is temporary");
        }
    }

    /**
     * Returns the source of these credentials, else of others; with the role assumed by them, if there is one.
     *
     * @param otherwise the other source
     * @throws ExplainedException if the server does not exist, or cannot be used
     */
    CredentialSource source(SettingsServers servers, Supplier<CredentialSource> otherwise) {
        CredentialSource source = own(servers).orElseGet(otherwise);
        if (role == null) {
            return source;
        }
        if (source instanceof EcrToken) {
            throw ExplainedException.configuration("roleArn of " + origin + " cannot be assumed with the " + source
                    + ", which can only pull: set an access key or a profile");
        }
        return new AssumedRole(source, role);
    }

    /** Returns the credentials for a registry that has its own role. */
    CredentialParameters withoutRole() {
        return new CredentialParameters(origin, accessKeyId, secretAccessKey, sessionToken, profile, serverId, null);
    }

    private Optional<CredentialSource> own(SettingsServers servers) {
        if (accessKeyId != null) {
            return Optional.of(new AccessKey(accessKeyId, secretAccessKey, sessionToken, origin));
        }
        if (profile != null) {
            return Optional.of(new Profile(profile));
        }
        return serverId == null ? Optional.empty() : Optional.of(servers.require(serverId, origin));
    }
}
