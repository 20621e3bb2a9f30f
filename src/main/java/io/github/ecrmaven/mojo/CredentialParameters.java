package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The credentials that a goal or a registry has of its own; each part may be null.
 *
 * @param origin where they are written: {@code the goal's parameters}
 * @param accessKeyId the ID of an access key
 * @param secretAccessKey the key
 * @param sessionToken of a temporary key
 * @param profile the name of an AWS profile
 * @param serverId the id of a server of settings.xml
 * @param role assumed with these credentials, or where there are none, with those found elsewhere
 */
record CredentialParameters(
        String origin,
        String accessKeyId,
        Secret secretAccessKey,
        Secret sessionToken,
        String profile,
        String serverId,
        Role role) {
    /**
     * Refuses contradictions: what is given must be one way to sign in, and whole.
     *
     * @throws ExplainedException when it is not
     */
    CredentialParameters {
        accessKeyId = ParameterText.blankToNull(accessKeyId);
        profile = ParameterText.blankToNull(profile);
        serverId = ParameterText.blankToNull(serverId);
        boolean anyKey = accessKeyId != null || secretAccessKey != null || sessionToken != null;
        String given = Stream.of(
                        anyKey ? "accessKeyId" : null,
                        profile == null ? null : "profile",
                        serverId == null ? null : "serverId")
                .filter(name -> name != null)
                .collect(Collectors.joining(" and "));
        if (given.contains(" and ")) {
            throw ExplainedException.configuration(given + " of " + origin
                    + " are set together, but each is a way to sign in by itself: keep one of them");
        }
        if (anyKey && (accessKeyId == null || secretAccessKey == null)) {
            throw ExplainedException.configuration((accessKeyId == null ? "accessKeyId" : "secretAccessKey") + " of "
                    + origin
                    + " is missing: an access key is accessKeyId and secretAccessKey, and sessionToken where it"
                    + " is temporary");
        }
    }

    /**
     * Returns where credentials come from: these, else others; with the role, if there is one, assumed by them.
     *
     * @param otherwise what there is where these are none
     * @throws ExplainedException when a server is named that does not exist, or one cannot be used
     */
    CredentialSource source(SettingsServers servers, Supplier<CredentialSource> otherwise) {
        CredentialSource source = own(servers).orElseGet(otherwise);
        if (role == null) {
            return source;
        }
        if (source instanceof EcrToken) {
            throw ExplainedException.configuration("roleArn of " + origin + " cannot be assumed with the " + source
                    + ", which is good for pulling alone: give it an access key or a profile");
        }
        return new AssumedRole(source, role);
    }

    /** Returns the credentials alone, for a registry that has a role of its own. */
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
