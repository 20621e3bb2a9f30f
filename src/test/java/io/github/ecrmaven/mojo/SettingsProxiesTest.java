package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.HttpProxy;
import io.github.ecrmaven.aws.SettingsProxy;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.nio.file.Path;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies of settings.xml, with Maven's decryption of passwords. */
class SettingsProxiesTest {
    private final Settings settings = new Settings();

    @BeforeEach
    void setTheMasterPassword() {
        System.setProperty("settings.security", "src/test/resources/settings-security.xml");
    }

    @AfterEach
    void forgetTheMasterPassword() {
        System.clearProperty("settings.security");
    }

    @Test
    void readsAProxy() {
        Proxy proxy = add("corp");
        proxy.setProtocol("https");
        proxy.setPort(3128);
        proxy.setNonProxyHosts("*.corp|localhost");

        SettingsProxy read = onlyOne();

        assertThat(read.protocol()).isEqualTo("https");
        assertThat(read.nonProxyHosts()).isEqualTo("*.corp|localhost");
        assertThat(read.proxy().get())
                .isEqualTo(new HttpProxy("http", "proxy.corp", 3128, null, null, "settings.xml proxy 'corp'"));
    }

    @ParameterizedTest
    @CsvSource({
        "${env.ECR_TEST_NONE}, me, secret, host",
        "proxy.corp, ${env.ECR_TEST_NONE}, secret, username",
        "proxy.corp, me, ${env.ECR_TEST_NONE}, password"
    })
    void anUnsetVariableIsAnError(String host, String username, String password, String part) {
        Proxy proxy = add("corp");
        proxy.setHost(host);
        proxy.setUsername(username);
        proxy.setPassword(password);

        assertThatThrownBy(() -> onlyOne().proxy().get())
                .isInstanceOf(ExplainedException.class)
                .hasMessage("the " + part + " of settings.xml proxy 'corp' is ${env.ECR_TEST_NONE}, but the environment"
                        + " variable ECR_TEST_NONE is not set");
    }

    @Test
    void theDefaultIsHttpAtPort8080() {
        add("corp");

        SettingsProxy read = onlyOne();

        assertThat(read.protocol()).isEqualTo("http");
        assertThat(read.proxy().get().port()).isEqualTo(8080);
    }

    @Test
    void ignoresInactiveProxies() {
        add("off").setActive(false);
        add("on");

        assertThat(onlyOne().proxy().get()).hasToString("http://proxy.corp:8080 (settings.xml proxy 'on')");
    }

    @Test
    void worksWithoutProxies() {
        assertThat(new SettingsProxies(settings, MavenDecrypter.get()).active()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SettingsServersTest.CLEAR, SettingsServersTest.ENCRYPTED})
    void decryptsThePasswordAndDoesNotShowIt(String password) {
        Proxy proxy = add("corp");
        proxy.setUsername("user");
        proxy.setPassword(password);

        HttpProxy read = onlyOne().proxy().get();

        assertThat(read.username()).isEqualTo("user");
        assertThat(read.password()).isEqualTo(new Secret(SettingsServersTest.CLEAR));
        assertThat(onlyOne() + " " + read).doesNotContain(SettingsServersTest.CLEAR, "user");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aBlankUserAndPasswordAreNotSet(String empty) {
        Proxy proxy = add("corp");
        proxy.setUsername(empty);
        proxy.setPassword(empty);

        HttpProxy read = onlyOne().proxy().get();

        assertThat(read.username()).isNull();
        assertThat(read.password()).isNull();
    }

    @Test
    void aPasswordThatCannotBeDecryptedIsAnErrorWhenItIsNeeded() {
        System.setProperty("settings.security", Path.of("absent.xml").toString());
        add("corp").setPassword(SettingsServersTest.ENCRYPTED);

        SettingsProxy read = onlyOne();

        assertThatThrownBy(() -> read.proxy().get())
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot decrypt the password of settings.xml proxy 'corp': ")
                .hasMessageEndingWith(
                        ". Check that it was encrypted with the master password of ~/.m2/settings-security.xml")
                .hasMessageNotContainingAny(SettingsServersTest.ENCRYPTED, "Exception", "server");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aProxyWithoutAHostIsAnErrorWhenItIsNeeded(String host) {
        add("corp").setHost(host);

        SettingsProxy read = onlyOne();

        assertThatThrownBy(() -> read.proxy().get())
                .isInstanceOf(ExplainedException.class)
                .hasMessage(
                        "settings.xml proxy 'corp' has no <host>: write the name or the address of the proxy there");
    }

    @Test
    void aUrlIsNotAHost() {
        add("corp").setHost("http://proxy.corp");

        SettingsProxy read = onlyOne();

        assertThatThrownBy(() -> read.proxy().get())
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot use settings.xml proxy 'corp': its host is not a host name or IP address");
    }

    private Proxy add(String id) {
        var proxy = new Proxy();
        proxy.setId(id);
        proxy.setHost("proxy.corp");
        settings.addProxy(proxy);
        return proxy;
    }

    private SettingsProxy onlyOne() {
        var active = new SettingsProxies(settings, MavenDecrypter.get()).active();
        assertThat(active).hasSize(1);
        return active.get(0);
    }
}
