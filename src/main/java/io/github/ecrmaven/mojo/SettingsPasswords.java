package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Secret;
import java.util.function.Function;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Decrypts the passwords of settings.xml.
 *
 * @param decrypter Maven's, which reports a problem and keeps the password encrypted if it fails
 */
record SettingsPasswords(SettingsDecrypter decrypter) {
    /**
     * Decrypts a secret of a server. Maven decrypts only passwords, so that any secret is passed to it as one.
     *
     * @throws ExplainedException when it cannot be decrypted with the master password
     */
    Secret ofServer(String id, String text) {
        var server = new Server();
        server.setId(id);
        server.setPassword(text);
        return decrypt(
                text,
                "settings.xml server '" + id + "'",
                new DefaultSettingsDecryptionRequest(server),
                result -> result.getServer().getPassword());
    }

    /**
     * Decrypts the password of a proxy.
     *
     * @throws ExplainedException when it cannot be decrypted with the master password
     */
    Secret ofProxy(String id, String text) {
        var proxy = new Proxy();
        proxy.setId(id);
        proxy.setPassword(text);
        return decrypt(
                text,
                "settings.xml proxy '" + id + "'",
                new DefaultSettingsDecryptionRequest(proxy),
                result -> result.getProxy().getPassword());
    }

    private Secret decrypt(
            String text,
            String origin,
            SettingsDecryptionRequest request,
            Function<SettingsDecryptionResult, String> password) {
        requireSet(text, "password", origin);
        SettingsDecryptionResult result = decrypter.decrypt(request);
        result.getProblems().stream()
                .filter(problem -> problem.getSeverity() != Severity.WARNING)
                .findFirst()
                .ifPresent(problem -> {
                    throw ExplainedException.configuration("cannot decrypt the password of " + origin + ": "
                            + withoutClassNames(problem.getMessage())
                            + ". Check that it was encrypted with the master password of ~/.m2/settings-security.xml");
                });
        return new Secret(password.apply(result));
    }

    /**
     * Checks that a text has no reference in it: Maven keeps a reference to nothing as it is, and takes it for an
     * encrypted password. No key or token looks like a reference.
     *
     * @param name of the text in messages
     * @param origin where it is written
     */
    static void requireSet(String text, String name, String origin) {
        if (text != null) {
            Expressions.notSetIn(text).ifPresent(reference -> {
                throw ExplainedException.configuration("the " + name + " of " + origin + " is " + reference);
            });
        }
    }

    private static String withoutClassNames(String message) {
        return OutsideText.line(message).replaceAll("[\\w.]+Exception: ", "").replaceAll("\\.+$", "");
    }
}
