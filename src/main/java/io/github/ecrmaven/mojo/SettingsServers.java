package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The servers of settings.xml as sources of credentials.
 *
 * @param decrypter decrypts their passwords
 */
record SettingsServers(Settings settings, SettingsDecrypter decrypter) {
    private static final String SESSION_TOKEN = "sessionToken";
    private static final List<String> KNOWN =
            List.of(SESSION_TOKEN, "profile", "roleArn", "externalId", "roleSessionName", "duration");

    /**
     * Finds a server. Its user name is an access key ID and its password the secret access key, or, for the user name
     * {@code AWS}, an ECR token; or its configuration names a profile. With a role, that is assumed.
     *
     * @throws ExplainedException if there is such a server, but it cannot be used
     */
    Optional<CredentialSource> find(String id) {
        return Optional.ofNullable(settings.getServer(id)).map(this::source);
    }

    /**
     * Finds a server that a serverId names.
     *
     * @param namedBy where the serverId is written
     * @throws ExplainedException if there is no such server, or it cannot be used
     */
    CredentialSource require(String id, String namedBy) {
        return find(id).orElseThrow(
                        () -> ExplainedException.configuration("settings.xml has no server with the id '" + id
                                + "' (serverId of " + namedBy + ")" + nearest(id) + ": add <server><id>" + id
                                + "</id>…</server> to it, or correct serverId"));
    }

    private String nearest(String id) {
        return Spelling.nearest(
                        id, settings.getServers().stream().map(Server::getId).toList())
                .map(other -> "; the nearest match is '" + other + "'")
                .orElse("");
    }

    private CredentialSource source(Server server) {
        Map<String, String> configuration = configuration(server);
        Role role = RoleParameters.of(configuration).role(origin(server.getId()));
        CredentialSource source = credentials(server, configuration);
        if (role == null) {
            return source;
        }
        if (source instanceof EcrToken) {
            throw ExplainedException.configuration(origin(server.getId()) + " has an ECR token, but <roleArn>"
                    + " needs an access key: set an access key, or leave out <roleArn>");
        }
        return new AssumedRole(source, role);
    }

    private CredentialSource credentials(Server server, Map<String, String> configuration) {
        String origin = origin(server.getId());
        String username = server.getUsername();
        String profile = configuration.get("profile");
        if (profile != null) {
            if (!ParameterText.isBlank(username)
                    || !ParameterText.isBlank(server.getPassword())
                    || configuration.containsKey(SESSION_TOKEN)) {
                throw ExplainedException.configuration(
                        origin + " has both <profile> and an access key: keep one of them");
            }
            return new Profile(profile);
        }
        if (ParameterText.isBlank(username) || ParameterText.isBlank(server.getPassword())) {
            throw ExplainedException.configuration(
                    origin + " has no " + (ParameterText.isBlank(username) ? "<username>" : "<password>")
                            + ": write the access key ID as <username> and the secret access key as <password>");
        }
        SettingsPasswords.requireSet(username, "username", origin);
        Secret password = SettingsPasswords.decrypt(decrypter, server.getPassword(), origin);
        if (username.equals(RegistryCredentials.ECR_USERNAME)) {
            return new EcrToken(password, origin);
        }
        String sessionToken = configuration.get(SESSION_TOKEN);
        return new AccessKey(
                username,
                password,
                sessionToken == null ? null : SettingsPasswords.decrypt(decrypter, sessionToken, origin),
                origin);
    }

    private static Map<String, String> configuration(Server server) {
        Map<String, String> values = new HashMap<>();
        if (server.getConfiguration() instanceof Xpp3Dom configuration) {
            for (Xpp3Dom element : configuration.getChildren()) {
                checkName(element.getName(), server.getId());
                if (KNOWN.contains(element.getName()) && !ParameterText.isBlank(element.getValue())) {
                    SettingsPasswords.requireSet(element.getValue(), element.getName(), origin(server.getId()));
                    values.put(element.getName(), element.getValue().strip());
                }
            }
        }
        return values;
    }

    /** A server may have elements of other plugins; only one that is like one of ours is an error. */
    private static void checkName(String name, String id) {
        if (!KNOWN.contains(name)) {
            Spelling.meant(name, KNOWN).ifPresent(meant -> {
                throw ExplainedException.configuration(origin(id) + " has the unknown element <" + name
                        + "> in its <configuration>: did you mean <" + meant + ">?");
            });
        }
    }

    private static String origin(String id) {
        return "settings.xml server '" + id + "'";
    }
}
