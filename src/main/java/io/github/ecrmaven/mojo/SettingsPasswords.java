package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Secret;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Decrypts the passwords of settings.xml. */
final class SettingsPasswords {
    private SettingsPasswords() {}

    /**
     * Decrypts a secret. Maven decrypts only passwords of servers and proxies, so that any secret is passed to it as
     * that of a server.
     *
     * @param decrypter Maven's, which reports a problem and keeps the password encrypted if it fails
     * @param origin where the secret is written, such as {@code settings.xml server 'ci'}
     * @throws ExplainedException if it cannot be decrypted with the master password
     */
    static Secret decrypt(SettingsDecrypter decrypter, String text, String origin) {
        requireSet(text, "password", origin);
        var server = new Server();
        server.setId(origin);
        server.setPassword(text);
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        result.getProblems().stream()
                .filter(problem -> problem.getSeverity() != Severity.WARNING)
                .findFirst()
                .ifPresent(problem -> {
                    throw ExplainedException.configuration("cannot decrypt the password of " + origin + ": "
                            + reason(problem.getMessage())
                            + ". Check that it was encrypted with the master password of ~/.m2/settings-security.xml");
                });
        return new Secret(result.getServer().getPassword());
    }

    /**
     * Checks that a text has no reference in it: Maven keeps a reference to nothing as it is, and takes it for an
     * encrypted password. No key or token looks like a reference.
     *
     * @param name the name of the text in messages
     * @param origin where it is written
     */
    static void requireSet(String text, String name, String origin) {
        if (text != null) {
            Expressions.notSetIn(text).ifPresent(reference -> {
                throw ExplainedException.configuration("the " + name + " of " + origin + " is " + reference);
            });
        }
    }

    /** Returns what Maven says without the names of classes, and of the server, which the message has already. */
    private static String reason(String message) {
        return OutsideText.line(message)
                .replaceFirst("^Failed to decrypt password for server .*?: ", "")
                .replaceAll("[\\w.]+Exception: ", "")
                .replaceAll("\\.+$", "");
    }
}
