package io.github.ecrmaven.aws;

import java.util.function.Supplier;

/**
 * An active proxy of settings.xml.
 *
 * @param protocol the protocol of the URLs that it is for: {@code https}, or {@code http}, which is also for https URLs
 *     if no proxy has the protocol {@code https}
 * @param nonProxyHosts globs of hosts that it is not for, separated by {@code |}; null for none
 * @param proxy returns the proxy; called only when it is needed, as its password has to be decrypted
 */
public record SettingsProxy(String protocol, String nonProxyHosts, Supplier<HttpProxy> proxy) {}
