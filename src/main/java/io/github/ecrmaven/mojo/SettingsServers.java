package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.util.Arrays;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The servers of settings.xml as sources of credentials, their passwords decrypted. */
final class SettingsServers {
    private static final String SESSION_TOKEN = "sessionToken";

    private final Settings settings;
    private final SettingsDecrypter decrypter;

    SettingsServers(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    /**
     * Finds a server: its user name is an access key ID and its password the secret access key, or, for the user name
     * {@code AWS}, an ECR token.
     *
     * @throws ExplainedException when there is such a server, but it cannot be used
     */
    Optional<CredentialSource> find(String id) {
        return Optional.ofNullable(settings.getServer(id)).map(this::source);
    }

    private CredentialSource source(Server server) {
        String origin = origin(server.getId());
        String username = server.getUsername();
        if (isBlank(username) || isBlank(server.getPassword())) {
            throw ExplainedException.configuration(
                    origin + " has no " + (isBlank(username) ? "<username>" : "<password>")
                            + ": write the access key ID as <username> and the secret access key as <password>");
        }
        Optional<String> sessionToken = sessionToken(server);
        Secret password = decrypt(server.getId(), server.getPassword());
        if (username.equals(RegistryCredentials.ECR_USERNAME)) {
            return new EcrToken(password, origin);
        }
        return new AccessKey(
                username,
                password,
                sessionToken.map(token -> decrypt(server.getId(), token)).orElse(null),
                origin);
    }

    private static Optional<String> sessionToken(Server server) {
        if (!(server.getConfiguration() instanceof Xpp3Dom configuration)) {
            return Optional.empty();
        }
        Arrays.stream(configuration.getChildren())
                .map(Xpp3Dom::getName)
                .filter(name -> !name.equals(SESSION_TOKEN))
                .findFirst()
                .ifPresent(name -> {
                    throw ExplainedException.configuration(origin(server.getId()) + " has <" + name
                            + "> in its <configuration>, which means nothing here: the only element known is <"
                            + SESSION_TOKEN + ">");
                });
        return Optional.ofNullable(configuration.getChild(SESSION_TOKEN))
                .map(Xpp3Dom::getValue)
                .filter(token -> !isBlank(token));
    }

    /** Maven decrypts the passwords of servers alone, so every secret goes through it as one. */
    private Secret decrypt(String id, String text) {
        var server = new Server();
        server.setId(id);
        server.setPassword(text);
        var result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        result.getProblems().stream()
                .filter(problem -> problem.getSeverity() != Severity.WARNING)
                .findFirst()
                .ifPresent(problem -> {
                    throw ExplainedException.configuration("cannot decrypt the password of " + origin(id) + ": "
                            + withoutClassNames(problem.getMessage())
                            + ". Is the master password of ~/.m2/settings-security.xml the one that it was encrypted"
                            + " with?");
                });
        return new Secret(result.getServer().getPassword());
    }

    private static String withoutClassNames(String message) {
        return message.replaceAll("[\\w.]+Exception: ", "").replaceAll("\\.+$", "");
    }

    private static String origin(String id) {
        return "settings.xml server '" + id + "'";
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
