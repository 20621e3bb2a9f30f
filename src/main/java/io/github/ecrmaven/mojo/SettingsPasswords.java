package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Secret;
import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

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
        requireSet(text, "password", "settings.xml server '" + id + "'");
        var server = new Server();
        server.setId(id);
        server.setPassword(text);
        var result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        check(result.getProblems(), "settings.xml server '" + id + "'");
        return new Secret(result.getServer().getPassword());
    }

    /**
     * Decrypts the password of a proxy.
     *
     * @throws ExplainedException when it cannot be decrypted with the master password
     */
    Secret ofProxy(String id, String text) {
        requireSet(text, "password", "settings.xml proxy '" + id + "'");
        var proxy = new Proxy();
        proxy.setId(id);
        proxy.setPassword(text);
        var result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        check(result.getProblems(), "settings.xml proxy '" + id + "'");
        return new Secret(result.getProxy().getPassword());
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

    private static void check(List<SettingsProblem> problems, String origin) {
        problems.stream()
                .filter(problem -> problem.getSeverity() != Severity.WARNING)
                .findFirst()
                .ifPresent(problem -> {
                    throw ExplainedException.configuration("cannot decrypt the password of " + origin + ": "
                            + withoutClassNames(problem.getMessage())
                            + ". Is the master password of ~/.m2/settings-security.xml the one that it was encrypted"
                            + " with?");
                });
    }

    private static String withoutClassNames(String message) {
        return OutsideText.line(message).replaceAll("[\\w.]+Exception: ", "").replaceAll("\\.+$", "");
    }
}
