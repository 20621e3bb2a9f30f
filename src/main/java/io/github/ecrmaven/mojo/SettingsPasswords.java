package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Decrypts what settings.xml keeps secret.
 *
 * @param decrypter of Maven; where it fails, it reports a problem and leaves the password encrypted
 */
record SettingsPasswords(SettingsDecrypter decrypter) {
    /**
     * Decrypts a secret of a server: Maven does it for passwords alone, so any other goes through it as one.
     *
     * @throws ExplainedException when it is encrypted, and not with the master password there is
     */
    Secret ofServer(String id, String text) {
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
     * @throws ExplainedException when it is encrypted, and not with the master password there is
     */
    Secret ofProxy(String id, String text) {
        var proxy = new Proxy();
        proxy.setId(id);
        proxy.setPassword(text);
        var result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        check(result.getProblems(), "settings.xml proxy '" + id + "'");
        return new Secret(result.getProxy().getPassword());
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
        return message.replaceAll("[\\w.]+Exception: ", "").replaceAll("\\.+$", "");
    }
}
