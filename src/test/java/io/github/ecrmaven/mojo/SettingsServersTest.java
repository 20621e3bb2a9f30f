package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.AssumedRole;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of settings.xml, with Maven's decryption of passwords. */
class SettingsServersTest {
    /** {@link #CLEAR}, encrypted with the master password of src/test/resources/settings-security.xml. */
    static final String ENCRYPTED =
            "{wuncOxzKhJUHkTgNRrEGBKiQSfMf21epDER6+1/JpglKShsx6TvCY17eOIveHlK/1pFog8z/Kf5Myp9VYHZrnQ==}";

    private static final String ROLE = "arn:aws:iam::123456789012:role/pull";
    static final String CLEAR = "server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx";

    private final Settings settings = new Settings();
    private SettingsServers servers;

    @BeforeEach
    void readSettings() {
        servers = new SettingsServers(settings, MavenDecrypter.get());
        System.setProperty("settings.security", "src/test/resources/settings-security.xml");
    }

    @AfterEach
    void forgetTheMasterPassword() {
        System.clearProperty("settings.security");
    }

    @Test
    void aServerIsAnAccessKey() {
        add("ci", "AKIA", "secret", Map.of());

        assertThat(servers.find("ci"))
                .contains(new AccessKey("AKIA", new Secret("secret"), null, "settings.xml server 'ci'"));
    }

    @Test
    void aServerCanHaveASessionToken() {
        add("ci", "ASIA", "secret", Map.of("sessionToken", "token"));

        assertThat(servers.find("ci"))
                .contains(new AccessKey("ASIA", new Secret("secret"), new Secret("token"), "settings.xml server 'ci'"));
    }

    @Test
    void aServerCanNameAProfileInsteadOfAKey() {
        add("ci", null, null, Map.of("profile", "dev"));

        assertThat(servers.find("ci")).contains(new Profile("dev"));
    }

    @Test
    void aServerCanHaveARole() {
        add("ci", "AKIA", "secret", Map.of("roleArn", ROLE, "externalId", "build", "duration", "1800"));
        add("dev", null, null, Map.of("profile", "dev", "roleArn", ROLE, "roleSessionName", "nightly"));

        assertThat(servers.find("ci"))
                .contains(new AssumedRole(
                        new AccessKey("AKIA", new Secret("secret"), null, "settings.xml server 'ci'"),
                        new Role(ROLE, "build", null, Duration.ofMinutes(30))));
        assertThat(servers.find("dev"))
                .contains(new AssumedRole(new Profile("dev"), new Role(ROLE, null, "nightly", null)));
    }

    @Test
    void bothAProfileAndAKeyAreAnError() {
        add("ci", "AKIA", "secret", Map.of("profile", "dev"));

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("settings.xml server 'ci' has both <profile> and an access key: keep one of them");
    }

    @Test
    void bothATokenAndARoleAreAnError() {
        add("ci", "AWS", "token", Map.of("roleArn", ROLE));

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("settings.xml server 'ci' has an ECR token, but <roleArn> needs an access key: set"
                        + " an access key, or leave out <roleArn>");
    }

    @Test
    void aPartOfARoleWithoutTheRoleIsAnError() {
        add("ci", "AKIA", "secret", Map.of("externalId", "build"));

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("externalId of settings.xml server 'ci' is for a role, but roleArn is not set: add it, or"
                        + " leave out externalId");
    }

    @Test
    void theUserAwsHasAnEcrToken() {
        add("ci", "AWS", "token", Map.of());

        assertThat(servers.find("ci")).contains(new EcrToken(new Secret("token"), "settings.xml server 'ci'"));
    }

    @Test
    void findsOnlyTheExactId() {
        add("ci", "AKIA", "secret", Map.of());

        assertThat(servers.find("ci2")).isEmpty();
    }

    @Test
    void passwordAndSessionTokenAreDecrypted() {
        add("ci", "ASIA", ENCRYPTED, Map.of("sessionToken", ENCRYPTED));

        assertThat(servers.find("ci"))
                .contains(new AccessKey("ASIA", new Secret(CLEAR), new Secret(CLEAR), "settings.xml server 'ci'"));
    }

    @Test
    void aPasswordThatCannotBeDecryptedIsAnError() {
        System.setProperty("settings.security", Path.of("absent.xml").toString());
        add("ci", "AKIA", ENCRYPTED, Map.of());

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot decrypt the password of settings.xml server 'ci': ")
                .hasMessageEndingWith(
                        ". Check that it was encrypted with the master password of ~/.m2/settings-security.xml")
                .hasMessageNotContainingAny(ENCRYPTED, "Exception");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aServerWithoutAPasswordIsAnError(String password) {
        add("ci", "AKIA", password, Map.of());

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("settings.xml server 'ci' has no <password>: ");
    }

    @Test
    void aServerWithoutAUserNameIsAnError() {
        add("ci", null, "secret", Map.of());

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("settings.xml server 'ci' has no <username>");
    }

    /** The elements that Wagon, Jib and docker-maven-plugin have in a server. */
    @ParameterizedTest
    @ValueSource(strings = {"email", "httpHeaders", "httpConfiguration", "timeout", "auth", "privateKey", "passphrase"})
    void ignoresElementsOfOtherPlugins(String word) {
        add("ci", "AKIA", "secret", Map.of(word, "${of.theirs}"));

        assertThat(servers.find("ci"))
                .contains(new AccessKey("AKIA", new Secret("secret"), null, "settings.xml server 'ci'"));
    }

    @ParameterizedTest
    @CsvSource({
        "rolArn,        roleArn",
        "role-arn,      roleArn",
        "session_token, sessionToken",
        "sesionToken,   sessionToken",
        "profil,        profile",
        "externalID,    externalId",
    })
    void suggestsTheRightElement(String word, String right) {
        add("ci", "AKIA", "secret", Map.of(word, "value"));

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("settings.xml server 'ci' has the unknown element <" + word
                        + "> in its <configuration>: did you mean <" + right + ">?");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "${env.KEY}, secret,              -,                    username,     KEY",
                "AKIA,       ${env.ECR_PASSWORD}, -,                    password,     ECR_PASSWORD",
                "ASIA,       secret,              ${env.SESSION_TOKEN}, sessionToken, SESSION_TOKEN",
            })
    void anUnsetVariableIsAnError(String username, String password, String token, String part, String variable) {
        add("ci", username, password, token == null ? Map.of() : Map.of("sessionToken", token));

        assertThatThrownBy(() -> servers.find("ci"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("the " + part + " of settings.xml server 'ci' is ${env." + variable
                        + "}, but the environment variable " + variable + " is not set");
    }

    private void add(String id, String username, String password, Map<String, String> configuration) {
        var server = new Server();
        server.setId(id);
        server.setUsername(username);
        server.setPassword(password);
        var dom = new Xpp3Dom("configuration");
        configuration.forEach((name, value) -> {
            var child = new Xpp3Dom(name);
            child.setValue(value);
            dom.addChild(child);
        });
        server.setConfiguration(dom);
        settings.addServer(server);
    }
}
