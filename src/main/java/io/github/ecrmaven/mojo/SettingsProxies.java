package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.HttpProxy;
import io.github.ecrmaven.aws.SettingsProxy;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.List;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * The proxies of settings.xml.
 *
 * @param decrypter decrypts their passwords
 */
record SettingsProxies(Settings settings, SettingsDecrypter decrypter) {
    /**
     * Returns the active proxies, in their order. A broken one is an error only when it is used, as it may be for other
     * hosts.
     */
    List<SettingsProxy> active() {
        return settings.getProxies().stream()
                .filter(Proxy::isActive)
                .map(proxy -> new SettingsProxy(proxy.getProtocol(), proxy.getNonProxyHosts(), () -> read(proxy)))
                .toList();
    }

    /** Maven connects to every proxy without TLS: the protocol of a proxy is that of the requests sent through it. */
    private HttpProxy read(Proxy proxy) {
        String origin = "settings.xml proxy '" + proxy.getId() + "'";
        if (ParameterText.isBlank(proxy.getHost())) {
            throw ExplainedException.configuration(
                    origin + " has no <host>: write the name or the address of the proxy there");
        }
        SettingsPasswords.requireSet(proxy.getHost(), "host", origin);
        SettingsPasswords.requireSet(proxy.getUsername(), "username", origin);
        Secret password = ParameterText.isBlank(proxy.getPassword())
                ? null
                : SettingsPasswords.decrypt(decrypter, proxy.getPassword(), origin);
        String username = ParameterText.blankToNull(proxy.getUsername());
        return new HttpProxy("http", proxy.getHost().strip(), proxy.getPort(), username, password, origin);
    }
}
