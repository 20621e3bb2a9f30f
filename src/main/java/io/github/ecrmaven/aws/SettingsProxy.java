package io.github.ecrmaven.aws;

import java.util.function.Supplier;

/**
 * An active proxy of settings.xml.
 *
 * @param protocol what is fetched through it: {@code http}, and {@code https} where no other proxy has that protocol;
 *     or {@code https}
 * @param nonProxyHosts the hosts it is not for, separated by {@code |}, with {@code *} for anything; null for none
 * @param proxy reads the proxy, asked only when the proxy is needed: its password has to be decrypted
 */
public record SettingsProxy(String protocol, String nonProxyHosts, Supplier<HttpProxy> proxy) {}
