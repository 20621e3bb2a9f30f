package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The goal's own credentials; each part may be null.
 *
 * @param accessKeyId the ID of an access key
 * @param secretAccessKey the key
 * @param sessionToken of a temporary key
 * @param profile the name of an AWS profile
 * @param serverId the id of a server of settings.xml
 */
record CredentialParameters(
        String accessKeyId, Secret secretAccessKey, Secret sessionToken, String profile, String serverId) {
    /**
     * Refuses contradictions: what is given must be one way to sign in, and whole.
     *
     * @throws ExplainedException when it is not
     */
    CredentialParameters {
        accessKeyId = blankToNull(accessKeyId);
        profile = blankToNull(profile);
        serverId = blankToNull(serverId);
        boolean anyKey = accessKeyId != null || secretAccessKey != null || sessionToken != null;
        String given = Stream.of(
                        anyKey ? "accessKeyId" : null,
                        profile == null ? null : "profile",
                        serverId == null ? null : "serverId")
                .filter(name -> name != null)
                .collect(Collectors.joining(" and "));
        if (given.contains(" and ")) {
            throw ExplainedException.configuration(
                    given + " are set together, but each is a way to sign in by itself: keep one of them");
        }
        if (anyKey && (accessKeyId == null || secretAccessKey == null)) {
            throw ExplainedException.configuration((accessKeyId == null ? "accessKeyId" : "secretAccessKey")
                    + " is missing: an access key is accessKeyId and secretAccessKey, and sessionToken where it is"
                    + " temporary");
        }
    }

    /** A property without a value is none: CI systems set one to nothing where a secret is missing. */
    private static String blankToNull(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * Returns where the credentials for a registry come from: these parameters, else the server whose id is the
     * registry's host, else AWS's default chain.
     *
     * @throws ExplainedException when a server is named that does not exist, or one cannot be used
     */
    CredentialSource sourceFor(String registry, SettingsServers servers) {
        if (accessKeyId != null) {
            return new AccessKey(accessKeyId, secretAccessKey, sessionToken, "the goal's parameters");
        }
        if (profile != null) {
            return new Profile(profile);
        }
        if (serverId != null) {
            return servers.find(serverId)
                    .orElseThrow(() -> ExplainedException.configuration("settings.xml has no server with the id '"
                            + serverId + "' that serverId names: add <server><id>" + serverId
                            + "</id>…</server> to it, or correct serverId"));
        }
        return servers.find(registry)
                .orElseGet(() -> new DefaultChain("profile, serverId, settings.xml server '" + registry + "'"));
    }
}
